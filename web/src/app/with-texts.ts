/** A screen together with the texts that only it and its likes speak. */
import { loadTexts } from '../i18n/language.ts';

export const withTexts = async <R>(screen: Promise<{ readonly route: R }>): Promise<R> => {
  const [{ route }] = await Promise.all([screen, loadTexts('cases')]);
  return route;
};
