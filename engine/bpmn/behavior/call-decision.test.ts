import { describe, expect, it } from 'vitest';
import { caseOf, flows, mapping, node, start, user } from '../../../test/case/bpmn-xml.ts';
import type { DriverOptions } from '../../../test/case/case-driver.ts';
import { compileDecisions } from '../../dmn/index.ts';
import { feelEngine } from '../../feel/index.ts';

const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Paths" namespace="http://example.test">
  <decision id="path" name="Path"><decisionTable id="t" hitPolicy="FIRST">
    <input id="i" label="Amount"><inputExpression id="ie" typeRef="number"><text>amount</text></inputExpression></input>
    <output id="o" name="level" typeRef="string"/>
    <rule id="small"><inputEntry id="a"><text>&lt; 1000</text></inputEntry><outputEntry id="b"><text>"manager"</text></outputEntry></rule>
    <rule id="large"><inputEntry id="c"><text>&gt;= 1000</text></inputEntry><outputEntry id="e"><text>"board"</text></outputEntry></rule>
  </decisionTable></decision>
  <decision id="broken" name="Broken"><literalExpression id="l"><text>assert(amount, amount = 0)</text></literalExpression></decision>
</definitions>`;

const compilation = compileDecisions(dmn, feelEngine);
if (!compilation.ok) throw new Error(`Expected the decisions to compile, but ${JSON.stringify(compilation)}`);
const { model } = compilation;

const ref = (id: string) => ({ key: '77', id, version: 1, hash: 'abc' });
const known: DriverOptions = {
  answers: { 'decision:path': ref('path'), 'decision:broken': ref('broken'), 'decision:none': null },
  library: { decision: (hash) => (hash === 'abc' ? model : undefined) },
};

const rule = (id: string, more = '') =>
  node('businessRuleTask', 'decide', { extension: `<zeebe:calledDecision decisionId="${id}" resultVariable="level"/>${more}` });

const caseWith = (id: string, options = known, more = '') => caseOf(start() + rule(id, more) + user('after') + flows('start -> decide -> after'), '', options);

describe('a business rule task', () => {
  it('puts what the decision gives into its result variable, and the evaluation on the record', async () => {
    const driver = (await caseWith('path')).start({ amount: 5000 });
    expect(driver.active).toEqual(['after']);
    expect(driver.variables()).toEqual({ amount: 5000, level: 'board' });
    expect(driver.eventsOf('DecisionEvaluated')).toMatchObject([
      { element: 'decide', decisionId: 'path', decisionKey: '77', hash: 'abc', state: 'EVALUATED', output: 'board' },
    ]);
    expect(JSON.stringify(driver.eventsOf('DecisionEvaluated')[0]!.report)).toContain('"large"');
  });

  it('sees its input mappings and maps its result out', async () => {
    const driver = (await caseWith('path', known, mapping({ amount: '=sum(items)' }, { 'approval.by': '=level' }))).start({ items: [1, 2] });
    expect(driver.variables()).toEqual({ items: [1, 2], approval: { by: 'manager' } });
  });

  it('may compute the id of its decision', async () => {
    expect((await caseWith('=&quot;pa&quot; + &quot;th&quot;')).start({ amount: 1 }).variables()['level']).toBe('manager');
  });

  it('asks which decision is meant when it is not told, and nothing is kept', async () => {
    const driver = await caseWith('path', {});
    const definition = { key: '1', id: 'p', version: 1, hash: 'h', dialect: 'bpmn' } as const;
    expect(driver.send({ type: 'CreateCase', definition, variables: { amount: 1 } })).toEqual({
      kind: 'need',
      questions: [{ type: 'decision', id: 'path' }],
    });
    expect(driver.state.status).toBe('new');
  });

  it('says beforehand what it will ask', async () => {
    expect((await caseWith('path')).executable.questions).toEqual([{ type: 'decision', id: 'path' }]);
  });

  it('stops with an incident when there is no such decision', async () => {
    const driver = (await caseWith('none')).start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([
      { errorType: 'CALLED_DECISION_ERROR', element: 'decide', message: "Expected decision 'none' to be deployed, but no such decision was found" },
    ]);
  });

  it('stops with an incident when the decision fails, and decides again when it is resolved', async () => {
    const driver = (await caseWith('broken')).start({ amount: 1 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'DECISION_EVALUATION_ERROR' }]);
    expect(driver.eventsOf('DecisionEvaluated')).toMatchObject([{ state: 'FAILED' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { amount: 0 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('decide') });
    expect(driver.active).toEqual(['after']);
    expect(driver.variables()['level']).toBe(0);
  });
});
