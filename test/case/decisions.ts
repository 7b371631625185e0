/** Decisions for tests of both dialects: a table, one that fails, and one that counts; and a driver's options that know them. */
import { compileDecisions } from '../../engine/dmn/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import type { DriverOptions } from './case-driver.ts';

const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Paths" namespace="http://example.test">
  <decision id="path" name="Path"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i"><inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="o" name="level" typeRef="string"/>
    <rule id="small"><inputEntry id="a"><text>&lt; 1000</text></inputEntry><outputEntry id="b"><text>"manager"</text></outputEntry></rule>
    <rule id="large"><inputEntry id="c"><text>&gt;= 1000</text></inputEntry><outputEntry id="e"><text>"board"</text></outputEntry></rule>
  </decisionTable></decision>
  <decision id="broken" name="Broken"><literalExpression id="l"><text>assert(amount, amount = 0)</text></literalExpression></decision>
  <decision id="next" name="Next"><literalExpression id="n"><text>count + 1</text></literalExpression></decision>
</definitions>`;

const compilation = compileDecisions(dmn, feelEngine);
if (!compilation.ok) throw new Error(`Expected the decisions to compile, but ${JSON.stringify(compilation)}`);
export const { model } = compilation;

export const ref = (id: string) => ({ key: '77', id, version: 1, hash: 'abc' });
export const known: DriverOptions = {
  answers: { 'decision:path': ref('path'), 'decision:broken': ref('broken'), 'decision:next': ref('next'), 'decision:none': null },
  library: { decision: (hash) => (hash === 'abc' ? model : undefined) },
};
