import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDecisions } from './read-decisions.ts';

const approvalPath = readFileSync(new URL('../../../../definitions/procurement/approval-path.dmn', import.meta.url), 'utf8');
const dmn = (inside: string) => `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="n">${inside}</definitions>`;

describe('decisions as people read them', () => {
  it('reads the approval path: as many entries in each rule as there are columns', () => {
    const [decision] = readDecisions(approvalPath);

    const logic = decision!.logic;
    if (logic.kind !== 'table') throw new Error(`Expected a table, but it is ${logic.kind}`);
    expect(logic.rules.length).toBeGreaterThan(1);
    for (const rule of logic.rules) expect([rule.inputs.length, rule.outputs.length]).toEqual([logic.inputs.length, logic.outputs.length]);
  });

  it('given a label, the expression stands beside it; given none, it is the label', () => {
    const [decision] = readDecisions(dmn('<decision id="a" name="A"><decisionTable><input label="Amount"><inputExpression><text>amount</text></inputExpression></input><input><inputExpression><text>urgent</text></inputExpression></input><output name="path"/></decisionTable></decision>'));

    expect(decision!.logic).toMatchObject({ hitPolicy: 'UNIQUE', inputs: [{ label: 'Amount', expression: 'amount' }, { label: 'urgent', expression: '' }], outputs: [{ label: 'path', expression: '' }] });
  });

  it('reads CDATA, other prefixes, notes and what a decision needs', () => {
    const xml = `<m:definitions xmlns:m="https://www.omg.org/spec/DMN/20191111/MODEL/"><m:inputData id="i" name="Order"/><m:decision id="a" name="A"><m:informationRequirement><m:requiredInput href="#i"/></m:informationRequirement><m:decisionTable hitPolicy="COLLECT" aggregation="SUM"><m:rule id="r"><m:inputEntry><m:text><![CDATA[< 5]]></m:text></m:inputEntry><m:description>small</m:description></m:rule></m:decisionTable></m:decision></m:definitions>`;

    expect(readDecisions(xml)).toMatchObject([{ name: 'A', needs: ['Order'], logic: { hitPolicy: 'COLLECT', aggregation: 'SUM', rules: [{ inputs: ['< 5'], notes: ['small'] }] } }]);
  });

  it('tells expressions as they were written, and other forms by name', () => {
    const read = readDecisions(dmn('<decision id="a"><literalExpression><text> amount * 2 </text></literalExpression></decision><decision id="b"><context/></decision>'));

    expect(read.map(({ logic }) => logic)).toEqual([{ kind: 'expression', text: 'amount * 2' }, { kind: 'other', form: 'context' }]);
  });
});
