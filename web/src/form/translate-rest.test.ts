// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formTexts } from './form-texts.ts';
import { translateRest, untranslatedTexts } from './translate-rest.ts';

const inChinese = (text: string): string => formTexts('zh-CN')[text] ?? text;

describe('what form-js writes without asking for a translation', () => {
  it('is written in Chinese, also when it is written later', async () => {
    document.body.innerHTML = '<div id="form"><div class="fjs-select-placeholder">Select</div><input placeholder="Search"></div>';
    const form = document.getElementById('form')!;
    const end = translateRest(form, inChinese);
    form.insertAdjacentHTML('beforeend', '<button class="fjs-filepicker-button">Browse</button>');
    await new Promise((resolve) => void setTimeout(resolve, 0));

    expect(form.textContent).toBe('请选择选择文件');
    expect(form.querySelector('input')?.placeholder).toBe('搜索');
    end();
  });

  it('leaves alone what somebody has chosen', () => {
    document.body.innerHTML = '<div id="form"><div class="fjs-select-display">Select</div></div>';
    const form = document.getElementById('form')!;
    translateRest(form, inChinese)();

    expect(form.textContent).toBe('Select');
  });

  it('is still written so by the package, or this is not needed any more', () => {
    const source = readFileSync('node_modules/@bpmn-io/form-js-viewer/dist/index.es.js', 'utf8');

    expect(untranslatedTexts.filter((text) => !new RegExp(`(?:\\|\\||:) ['"]${text}['"]`).test(source))).toEqual([]);
  });
});
