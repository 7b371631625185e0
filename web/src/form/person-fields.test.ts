import { describe, expect, it } from 'vitest';
import { personFields, withNames } from './person-fields.ts';

const schema = {
  components: [
    { type: 'textfield', id: 'a', key: 'requester', readonly: true, properties: { person: 'true' } },
    { type: 'textfield', id: 'b', key: 'receipt.by', readonly: true, properties: { person: 'true', labelEn: 'Receiver' } },
    { type: 'group', components: [{ type: 'textfield', id: 'c', key: 'payer', properties: { person: 'true' } }] },
    { type: 'textfield', id: 'd', key: 'subject' },
  ],
};
const names = new Map([['li', '李娜'], ['wu', '吴刚']]);
const values = { requester: 'li', receipt: { by: 'wu', on: '2026-11-26' }, subject: 'li', payer: 'nobody' };

describe('the fields of a form that hold people', () => {
  it('are those that say so, also in groups', () => {
    expect(personFields(schema)).toEqual([
      { id: 'a', path: ['requester'], isReadOnly: true }, { id: 'b', path: ['receipt', 'by'], isReadOnly: true }, { id: 'c', path: ['payer'], isReadOnly: false },
    ]);
  });

  it('show names, and give the ids back', () => {
    const { shown, restore } = withNames(values, personFields(schema), names);

    expect(shown).toEqual({ requester: '李娜', receipt: { by: '吴刚', on: '2026-11-26' }, subject: 'li', payer: 'nobody' });
    expect(restore(shown)).toEqual(values);
    expect(restore({ ...shown, subject: 'paper' })).toEqual({ ...values, subject: 'paper' });
  });

  it('keep what somebody has written in the place of a name', () => {
    expect(withNames(values, personFields(schema), names).restore({ requester: 'sun' })).toEqual({ requester: 'sun' });
  });
});
