/** Two languages, complete; one is loaded. Every file of a folder is a part of its language, named by its file. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

const storageKey = 'acta-language';

const loaders: Record<Language, () => Promise<{ texts: Record<string, object> }>> = {
  'zh-CN': () => import('./zh-cn.ts'),
  en: () => import('./en.ts'),
};

const preferred = (): Language => {
  const kept = localStorage.getItem(storageKey);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.languages.some((language) => language.startsWith('zh')) && navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
};

/** Large parts, each loaded by the screens that need it. */
const later = import.meta.glob<object>('./*/cases.json', { import: 'default' });
const loaded = new Set<'cases'>();

const loadPart = async (language: Language, part: 'cases'): Promise<void> => {
  if (i18next.hasResourceBundle(language, part)) return;
  const texts = await later[`./${language}/${part}.json`]?.();
  if (texts === undefined) throw new Error(`Expected the texts '${part}' in ${language}, but there are none`);
  i18next.addResourceBundle(language, part, texts);
};

/** Before a screen is shown that speaks with it; a change of language loads it, too. */
export const loadTexts = async (part: 'cases'): Promise<void> => {
  loaded.add(part);
  await loadPart(currentLanguage(), part);
};

const load = async (language: Language): Promise<void> => {
  if (i18next.isInitialized && i18next.hasResourceBundle(language, 'shell')) return;
  const { texts } = await loaders[language]();
  if (!i18next.isInitialized)
    await i18next.use(initReactI18next).init({
      lng: language, resources: { [language]: texts }, defaultNS: 'shell', interpolation: { escapeValue: false }, returnNull: false,
    });
  else for (const [name, part] of Object.entries(texts)) i18next.addResourceBundle(language, name, part);
  await Promise.all([...loaded].map((part) => loadPart(language, part)));
};

export const startLanguage = async (): Promise<void> => {
  const language = preferred();
  await load(language);
  document.documentElement.lang = language;
};

export const changeLanguage = async (language: Language): Promise<void> => {
  await load(language);
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
};

export const currentLanguage = (): Language => (i18next.language === 'zh-CN' ? 'zh-CN' : 'en');
