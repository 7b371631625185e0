/** The outline of a form of form-js: its fields as people fill them, in order. */
import { localizeForm } from '../../form/localize-form.ts';
import type { Language } from '../../i18n/language.ts';

export interface FormField {
  readonly key: string;
  readonly label: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
}

interface Component {
  readonly id?: string;
  readonly key?: string;
  readonly label?: string;
  readonly text?: string;
  readonly type?: string;
  readonly validate?: { readonly required?: boolean };
  readonly values?: readonly { readonly label?: string; readonly value?: unknown }[];
  readonly components?: readonly Component[];
}

const fieldsOf = (components: readonly Component[]): FormField[] =>
  components.flatMap((component, index) => {
    const inside = fieldsOf(component.components ?? []);
    if (component.key === undefined || component.type === undefined || component.type === 'button') return inside;
    const own: FormField = {
      key: component.id ?? `${component.key} ${index}`,
      label: component.label ?? component.key,
      type: component.type,
      isRequired: component.validate?.required === true,
      choices: (component.values ?? []).map(({ label, value }) => label ?? String(value)),
    };
    return [own, ...inside];
  });

/** The first heading is the form's title. */
export const readForm = (schema: string, language: Language = 'zh-CN'): { readonly title: string; readonly fields: readonly FormField[] } => {
  const { components = [] } = localizeForm(JSON.parse(schema) as Record<string, unknown>, language) as { components?: readonly Component[] };
  const heading = components.find(({ type, text }) => type === 'text' && text?.trimStart().startsWith('#') === true);
  return { title: heading?.text?.split('\n')[0]?.replace(/^#+\s*/, '') ?? '', fields: fieldsOf(components) };
};
