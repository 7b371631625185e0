import { describe, expect, it } from 'vitest';
import { caseOf, exclusive, flows, start, user } from '../../../test/case/bpmn-xml.ts';
import { annInLegalId, askingLibrary as library } from '../../../test/case/belongs.ts';

const model = start() + exclusive('choose', 'other') + user('legal') + user('other')
  + flows('start -> choose', 'choose -> other', 'choose -> legal if belongs(person, "legal")');

const caseWith = (answers: { readonly [id: string]: boolean }) => caseOf(model, '', { answers, library });

describe('a condition that calls a function which asks', () => {
  it('is decided when the answer is known, which stands with the step', async () => {
    const driver = (await caseWith({ [annInLegalId]: true })).start({ person: 'ann' });
    expect(driver.active).toEqual(['legal']);
    expect(driver.steps.at(-1)?.answers).toEqual({ [annInLegalId]: true });
  });

  it('goes the other way on the other answer', async () => {
    expect((await caseWith({ [annInLegalId]: false })).start({ person: 'ann' }).active).toEqual(['other']);
  });

  it('is a need without it, and nothing has changed', async () => {
    const driver = await caseWith({});
    expect(() => driver.start({ person: 'ann' })).toThrow(/"need"/);
    expect(driver.state.toJSON()).toEqual((await caseWith({})).state.toJSON());
  });
});
