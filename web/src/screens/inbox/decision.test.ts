import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decisionOf } from './decision.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('the decision of a form', () => {
  it('is found in the approval of a purchase', () => {
    const decision = decisionOf(read('definitions/procurement/forms/procurement-approval.form'));

    expect(decision?.field).toBe('decision');
    expect(decision?.choices.map(({ kind }) => kind)).toEqual(['approve', 'return', 'reject']);
  });

  it('is none where a form only collects', () => {
    expect(decisionOf(read('definitions/procurement/forms/procurement-requisition.form'))).toBeUndefined();
  });

  it('is none where two choices are asked for', () => {
    const radio = { type: 'radio', key: 'a', validate: { required: true }, values: [{ value: 'approve', label: 'Approve' }] };

    expect(decisionOf({ components: [radio, { ...radio, key: 'b' }] })).toBeUndefined();
  });
});
