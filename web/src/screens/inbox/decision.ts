/** A form that asks for a decision: its choices become the verbs of the task. */
type Json = { readonly [name: string]: unknown };

export interface Choice {
  readonly index: number;
  readonly value: string;
  readonly label: string;
  /** How the choice is meant, when its value says so: its key and its look. */
  readonly kind: 'approve' | 'return' | 'reject' | 'other';
}

export interface Decision {
  readonly field: string;
  readonly choices: readonly Choice[];
}

const kinds: readonly [Choice['kind'], RegExp][] = [
  ['approve', /^(?:approved?|accept(?:ed)?|agree|pass(?:ed)?|qualified|confirm(?:ed)?|yes)$/i],
  ['return', /^(?:return(?:ed)?|send-?back|revise|rework|changes?)$/i],
  ['reject', /^(?:reject(?:ed)?|refused?|decline|den(?:y|ied)|fail(?:ed)?|unqualified|no)$/i],
];

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The form's one required choice of up to four fixed answers on its top level; none when there are several or other. */
export const decisionOf = (schema: Json): Decision | undefined => {
  const fields = (Array.isArray(schema['components']) ? (schema['components'] as readonly unknown[]) : []).filter(isObject);
  const radios = fields.filter(({ type, validate, readonly }) => type === 'radio' && readonly !== true && isObject(validate) && validate['required'] === true);
  const [radio] = radios;
  if (radio === undefined || radios.length > 1 || typeof radio['key'] !== 'string' || !Array.isArray(radio['values']) || radio['values'].length > 4) return undefined;
  const choices = (radio['values'] as readonly unknown[]).filter(isObject).map(({ value, label }, index) => {
    const text = typeof value === 'string' ? value : '';
    return { index, value: text, label: typeof label === 'string' ? label : text, kind: kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other' };
  });
  return choices.some(({ kind }) => kind === 'approve') ? { field: radio['key'], choices } : undefined;
};
