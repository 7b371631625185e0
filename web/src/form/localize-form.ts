/** Forms of the catalogue are written in Chinese, with English beside each text: `labelEn` beside `label`. */
import type { Language } from '../i18n/language.ts';

type Json = { readonly [name: string]: unknown };

const texts = ['label', 'text', 'description', 'suffixAdorner', 'prefixAdorner'];
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const inEnglish = (field: Json): Json => {
  const properties = isObject(field['properties']) ? field['properties'] : {};
  const result: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(field)) {
    const english = texts.includes(name) ? (properties[`${name}En`] ?? field[`${name}En`]) : undefined;
    result[name] = typeof english === 'string' ? english : ['components', 'values', 'columns'].includes(name) && Array.isArray(value) ? value.map((item) => (isObject(item) ? inEnglish(item) : item)) : value;
  }
  return result;
};

/** The form in a language; what has no text of its own in it keeps the one it has. */
export const localizeForm = (schema: Json, language: Language): Json => (language === 'en' ? inEnglish(schema) : schema);

/** The title that the form gives itself, when its first part is a heading; and the form without it. */
export const splitHeading = (schema: Json): { readonly heading: string | null; readonly rest: Json } => {
  const components = Array.isArray(schema['components']) ? (schema['components'] as readonly unknown[]) : [];
  const first = components[0];
  if (!isObject(first) || first['type'] !== 'text' || typeof first['text'] !== 'string') return { heading: null, rest: schema };
  const heading = /^#{1,3} (.+)$/.exec(first['text'].trim())?.[1];
  return heading === undefined ? { heading: null, rest: schema } : { heading, rest: { ...schema, components: components.slice(1) } };
};
