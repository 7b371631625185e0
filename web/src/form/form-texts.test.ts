import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formTexts } from './form-texts.ts';

describe('the sentences of forms', () => {
  it('are all told in Chinese, also those that a new version of form-js adds', () => {
    const source = readFileSync('node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', 'utf8');
    const said = [...source.matchAll(/translate\(\s*'([^'{}]*(?:\{\w+\}[^'{}]*)*)'/g)].map(([, text]) => text ?? '').filter((text) => text !== 'binding path ' && !text.startsWith('HELLO'));

    expect(said.length).toBeGreaterThan(20);
    expect(said.filter((text) => !(text in formTexts('zh-CN')))).toEqual([]);
  });
});
