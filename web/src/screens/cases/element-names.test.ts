import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elementNames } from './element-names.ts';

const read = (path: string) => readFileSync(new URL(`../../../../definitions/${path}`, import.meta.url), 'utf8');

describe('the names of a definition', () => {
  it('of BPMN: elements, the decisions it calls and the forms it shows', () => {
    const names = elementNames(read('procurement/procurement.bpmn'), 'en');

    expect(names.name).not.toMatch(/[\u4e00-\u9fff]/);
    expect(names.nameOf('write-requisition')).toBe('Write the requisition');
    expect(elementNames(read('procurement/procurement.bpmn'), 'zh-CN').nameOf('write-requisition')).toBe('填写采购申请');
    expect(names.decisionIds).toContain('procurement-approval-path');
    expect(names.formIds).toContain('procurement-approval');
  });

  it('of statecharts: titles in the language, work by the state it is of, nesting', () => {
    const names = elementNames(read('contract/contract.statechart.json'), 'en');

    expect(names.name).toBe('Contract: negotiation, signing, execution');
    expect(names.nameOf('preparation.review.counsel')).toBe('Counsel reviews');
    expect(names.nameOf('preparation.review.counsel/work')).toBe('Counsel reviews');
    expect(names.depthOf('preparation.review.counsel')).toBe(2);
    expect(names.formIds).toContain('contract-start');
    expect(names.nameOf('signingDeadline')).toBe('Signing is late');
    expect(names.nameOf('CHANGE_TEXT')).toBe('Change the text');
  });
});
