/** What an expression or a decision failed with is a sentence of its own; histories of older kernels keep theirs. */
import { describe, expect, it } from 'vitest';
import { caseOf, end, flows, script, start } from '../../test/case/bpmn-xml.ts';
import { becauseOf } from './failure.ts';

const incidentOf = async (expression: string): Promise<unknown> => {
  const driver = (await caseOf(start() + script('s', 'r', expression) + end() + flows('start -> s -> end'))).start();
  return driver.events.flatMap((event) => (event.type === 'IncidentCreated' ? [event.message] : []))[0];
};

describe('the message of an incident', () => {
  it.each([
    ['=assert(x, x != null)', "Expected to evaluate expression 'assert(x, x != null)', but it failed: Expected the asserted condition to be true, but it was not."],
    ['=assert(x, x != null, "No x.")', "Expected to evaluate expression 'assert(x, x != null, \"No x.\")', but it failed: No x."],
  ])('of %s', async (expression, message) => {
    expect(await incidentOf(expression)).toBe(message);
  });

  it('is of a number that JSON would change a sentence, too', async () => {
    expect(await incidentOf('=9007199254740993')).toMatch(/', but it failed: Expected a whole number that keeps its value in JSON, but /);
  });

  it('is as it was where an older kernel decided', () => {
    expect([becauseOf(3, 'Expected x.'), becauseOf(4, 'Expected x.')]).toEqual(['Expected x.', 'it failed: Expected x.']);
  });
});
