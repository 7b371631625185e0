/** Arguments and options that have a form: what does not have it is refused before the server is asked. */
import { InvalidArgumentError } from 'commander';

/** A decimal text; keys do not fit a JavaScript number. */
export const keyArgument = (text: string): string => {
  if (!/^\d{1,19}$/.test(text)) throw new InvalidArgumentError('Expected a key: up to 19 digits.');
  return text;
};

export const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Expected a whole number.');
  return number;
};

/** The key of a case, or the name of a case file; what is a number must be a key. */
export const keyOrFileArgument = (text: string): string => (/^-?\d+$/.test(text) ? keyArgument(text) : text);
