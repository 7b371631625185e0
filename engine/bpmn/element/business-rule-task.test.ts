import { describe, expect, it } from 'vitest';
import { caseOf, flows, mapping, node, start, user } from '../../../test/case/bpmn-xml.ts';
import { known } from '../../../test/case/decisions.ts';

const rule = (id: string, more = '') =>
  node('businessRuleTask', 'decide', { extension: `<zeebe:calledDecision decisionId="${id}" resultVariable="level"/>${more}` });

const caseWith = (id: string, options = known, more = '') => caseOf(start() + rule(id, more) + user('after') + flows('start -> decide -> after'), '', options);

describe('a business rule task', () => {
  it('puts what the decision gives into its result variable, and the evaluation on the record', async () => {
    const driver = (await caseWith('path')).start({ amount: 5000 });
    expect(driver.active).toEqual(['after']);
    expect(driver.variables()).toEqual({ amount: 5000, level: 'board' });
    expect(driver.eventsOf('DecisionEvaluated')).toMatchObject([
      { element: 'decide', decisionId: 'path', decisionKey: '77', hash: 'abc', state: 'evaluated', output: 'board' },
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
      questions: [{ type: 'decision', id: 'path', binding: { type: 'latest' } }],
    });
    expect(driver.state.status).toBe('new');
  });

  it('says beforehand what it will ask', async () => {
    expect((await caseWith('path')).executable.questions).toEqual([{ type: 'decision', id: 'path', binding: { type: 'latest' } }]);
  });

  it('stops with an incident when there is no such decision', async () => {
    const driver = (await caseWith('none')).start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([
      { errorType: 'calledDecision', element: 'decide', message: "Expected decision 'none' to be deployed, but no such decision was found" },
    ]);
  });

  it('stops with an incident when the decision fails, and decides again when it is resolved', async () => {
    const driver = (await caseWith('broken')).start({ amount: 1 });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'decisionEvaluation' }]);
    expect(driver.eventsOf('DecisionEvaluated')).toMatchObject([{ state: 'failed' }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { amount: 0 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('decide') });
    expect(driver.active).toEqual(['after']);
    expect(driver.variables()['level']).toBe(0);
  });
});
