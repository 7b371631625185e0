/** The only place that knows form-js. It is loaded when a form is shown, and its sentences are translated here. */
import { Form } from '@bpmn-io/form-js-viewer';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import i18next from 'i18next';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { currentLanguage } from '../i18n/language.ts';
import './task-form.css';
import { formTexts } from './form-texts.ts';
import { localizeForm } from './localize-form.ts';

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

export const TaskForm = ({ schema, values, isReadOnly = false, decidedOutside, onChange, onReady, ref }: TaskFormProps) => {
  const container = useRef<HTMLDivElement>(null);
  const form = useRef<Form>(null);
  const latest = useRef({ onChange, onReady });
  latest.current = { onChange, onReady };
  // What was filled in first: changes of the values by others do not overwrite what is being typed.
  const initial = useRef(values);
  const { language } = i18next;

  useEffect(() => {
    if (container.current === null) return undefined;
    const made = new Form({ container: container.current, additionalModules: [translated], ...atOnce });
    form.current = made;
    // It tells of other changes too, such as being read-only; only other values are what somebody has typed.
    let isReady = false;
    let before = '';
    made.on('changed', ({ data }: { data: Record<string, unknown> }) => {
      initial.current = { ...initial.current, ...data };
      const now = JSON.stringify(data);
      if (isReady && now !== before) latest.current.onChange?.(data);
      before = now;
    });
    void made.importSchema(localizeForm(schema, currentLanguage()), structuredClone(initial.current)).then(() => {
      isReady = true;
      latest.current.onReady?.();
    });
    return () => made.destroy();
  }, [schema, language]);

  useEffect(() => {
    form.current?.setProperty('readOnly', isReadOnly);
  }, [isReadOnly, schema, language]);

  useImperativeHandle(ref, () => ({
    choose: (field, index) => container.current?.querySelectorAll<HTMLInputElement>(`.fjs-form-field-radio input[type=radio][id*="-${CSS.escape(field)}-"]`)[index]?.click(),
    submit: () => {
      const { data, errors } = form.current?.submit() ?? { data: {}, errors: {} };
      if (Object.keys(errors).length === 0) return data;
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
