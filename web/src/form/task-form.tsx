/** The only place that knows form-js. It is loaded when a form is shown, and its sentences are translated here. */
import { Form } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import i18next from 'i18next';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { findPeople, namesOf } from '../api/identity.ts';
import { currentLanguage } from '../i18n/language.ts';
import './task-form.css';
import { formTexts } from './form-texts.ts';
import { localizeForm } from './localize-form.ts';
import { personFields, valueAt, withNames, type Named, type PersonField } from './person-fields.ts';
import { translateRest } from './translate-rest.ts';

export interface FormHandle {
  /** The values, or null when a field is wrong; the first wrong field then has the focus. */
  submit(): Record<string, unknown> | null;
  /** Chooses an answer of a radio field, as a click on it does. */
  choose(field: string, index: number): void;
}

export interface TaskFormProps {
  readonly schema: Record<string, unknown>;
  readonly values: Record<string, unknown>;
  readonly isReadOnly?: boolean;
  /** A radio field that is answered by buttons beside the form, through `choose`. */
  readonly decidedOutside?: string | undefined;
  readonly onChange?: (values: Record<string, unknown>) => void;
  readonly onReady?: () => void;
  readonly ref?: Ref<FormHandle>;
}

const translate = (template: string, values: Record<string, string> = {}): string =>
  (formTexts(currentLanguage())[template] ?? template).replaceAll(/\{([^}]+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Every keystroke counts at once: text that waits is missing when somebody completes by a key, and moves the fields under a click. */
const atOnce: object = { debounce: false };

const translated = { translate: ['value', translate] };

/** Under a field for a user name stand those who fit, with their names. */
const suggestPeople = (container: HTMLElement, { id }: PersonField): void => {
  const input = container.querySelector<HTMLInputElement>(`input[id^="fjs-form-"][id$="-${CSS.escape(id)}"]`);
  if (input === null) return;
  const list = document.createElement('datalist');
  list.id = `${input.id}-people`;
  container.append(list);
  input.setAttribute('list', list.id);
  input.autocomplete = 'off';
  const suggest = async (): Promise<void> => {
    const { items } = await findPeople(input.value.trim()).catch(() => ({ items: [] }));
    list.replaceChildren(...items.map((person) => new Option(person.name, person.id)));
  };
  input.addEventListener('focus', () => void suggest());
  input.addEventListener('input', () => void suggest());
};

export const TaskForm = ({ schema, values, isReadOnly = false, decidedOutside, onChange, onReady, ref }: TaskFormProps) => {
  const container = useRef<HTMLDivElement>(null);
  const form = useRef<Form>(null);
  const latest = useRef({ onChange, onReady });
  latest.current = { onChange, onReady };
  // What was filled in first: changes of the values by others do not overwrite what is being typed.
  const initial = useRef(values);
  const named = useRef<Named>(null);
  const { language } = i18next;

  useEffect(() => {
    if (container.current === null) return undefined;
    const made = new Form({ container: container.current, additionalModules: [translated], ...atOnce });
    form.current = made;
    const endTranslating = translateRest(container.current, translate);
    let isReady = false;
    let isGone = false;
    // It tells of other changes too, such as being read-only; only other values are what somebody has typed.
    let before = '';
    const fields = personFields(schema);
    const shownByName = fields.filter((field) => field.isReadOnly || isReadOnly);
    const show = async (): Promise<void> => {
      const people = shownByName.map(({ path }) => valueAt(initial.current, path)).filter((id) => typeof id === 'string' && id !== '');
      const names = withNames(initial.current, shownByName, await namesOf(people as string[]));
      if (isGone) return;
      named.current = names;
      made.on('changed', ({ data }: { data: Record<string, unknown> }) => {
        const values = names.restore(data);
        initial.current = { ...initial.current, ...values };
        const now = JSON.stringify(values);
        if (isReady && now !== before) latest.current.onChange?.(values);
        before = now;
      });
      await made.importSchema(localizeForm(schema, currentLanguage()), structuredClone(names.shown));
      if (isGone) return;
      made.setProperty('readOnly', isReadOnly);
      if (!isReadOnly && container.current !== null) for (const field of fields) if (!field.isReadOnly) suggestPeople(container.current, field);
      isReady = true;
      latest.current.onReady?.();
    };
    void show();
    return () => {
      isGone = true;
      endTranslating();
      made.destroy();
    };
  }, [schema, language, isReadOnly]);

  useImperativeHandle(ref, () => ({
    choose: (field, index) => container.current?.querySelectorAll<HTMLInputElement>(`.fjs-form-field-radio input[type=radio][id*="-${CSS.escape(field)}-"]`)[index]?.click(),
    submit: () => {
      const { data, errors } = form.current?.submit() ?? { data: {}, errors: {} };
      if (Object.keys(errors).length === 0) return { ...(named.current?.restore(data) ?? data) };
      requestAnimationFrame(() => container.current?.querySelector<HTMLElement>('.fjs-has-errors input, .fjs-has-errors textarea, .fjs-has-errors [tabindex]')?.focus());
      return null;
    },
  }));

  return (
    <>
      {decidedOutside === undefined ? null : <style>{`.task-form .fjs-layout-row:has(input[type=radio][id*="-${CSS.escape(decidedOutside)}-"]) { display: none }`}</style>}
      <div ref={container} className="task-form" />
    </>
  );
};
