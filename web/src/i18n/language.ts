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

const load = async (language: Language): Promise<void> => {
  if (i18next.isInitialized && i18next.hasResourceBundle(language, 'shell')) return;
  const { texts } = await loaders[language]();
  if (!i18next.isInitialized)
    await i18next.use(initReactI18next).init({
      lng: language, resources: { [language]: texts }, defaultNS: 'shell', interpolation: { escapeValue: false }, returnNull: false,
    });
  else for (const [name, part] of Object.entries(texts)) i18next.addResourceBundle(language, name, part);
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
