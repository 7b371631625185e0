import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readForm } from './read-form.ts';

describe('the outline of a form', () => {
  it('tells fields in order, inside groups too, and no buttons', () => {
    const { title, fields } = readForm(JSON.stringify({ components: [{ type: 'text', text: '# Order\nmore' }, { type: 'group', components: [{ type: 'number', key: 'amount', label: 'Amount', validate: { required: true } }] }, { type: 'select', key: 'kind', values: [{ label: 'Raw', value: 'raw' }] }, { type: 'button', key: 'go' }] }));

    expect(title).toBe('Order');
    expect(fields.map(({ label, isRequired, choices }) => [label, isRequired, choices])).toEqual([['Amount', true, []], ['kind', false, ['Raw']]]);
  });

  it('reads a form of the catalogue', () => {
    const form = readFileSync(new URL('../../../../definitions/procurement/forms/procurement-approval.form', import.meta.url), 'utf8');

    expect(readForm(form).fields.length).toBeGreaterThan(0);
    expect(JSON.stringify(readForm(form, 'en'))).not.toMatch(/[\u4e00-\u9fff]/);
  });
});
