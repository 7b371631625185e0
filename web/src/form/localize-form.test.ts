import { describe, expect, it } from 'vitest';
import { localizeForm, splitHeading } from './localize-form.ts';

const form = {
  components: [
    { type: 'text', text: '## 审批', properties: { textEn: '## Approve' } },
    { type: 'dynamiclist', label: '明细', properties: { labelEn: 'Items' }, components: [{ key: 'unit', label: '单位', properties: { labelEn: 'Unit' } }] },
    { type: 'select', key: 'kind', label: '类别', values: [{ label: '设备', labelEn: 'Equipment', value: 'equipment' }] },
  ],
};

describe('a form in English', () => {
  it('has the English texts at every depth, and the texts it has where there is none', () => {
    const english = localizeForm(form, 'en');

    expect(english).toMatchObject({
      components: [
        { text: '## Approve' },
        { label: 'Items', components: [{ key: 'unit', label: 'Unit' }] },
        { label: '类别', values: [{ label: 'Equipment', value: 'equipment' }] },
      ],
    });
  });

  it('is as it was written in Chinese', () => {
    expect(localizeForm(form, 'zh-CN')).toBe(form);
  });
});

describe('the heading of a form', () => {
  it('is taken out of its fields', () => {
    const { heading, rest } = splitHeading(form);

    expect(heading).toBe('审批');
    expect(rest['components']).toHaveLength(2);
  });

  it('is none when the form begins with a field', () => {
    expect(splitHeading({ components: [{ type: 'textfield', key: 'a' }] })).toMatchObject({ heading: null, rest: { components: [{ key: 'a' }] } });
  });
});
