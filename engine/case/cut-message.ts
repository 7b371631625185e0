import { limits } from '../stream/limits.ts';

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** The beginning of an error message, within its limit and never ending in half a character. */
export const cutMessage = (message: string): string => {
  if (message.length <= limits.messageLength) return message;
  const end = isHighSurrogate(message.charCodeAt(limits.messageLength - 1)) ? limits.messageLength - 1 : limits.messageLength;
  return message.slice(0, end);
};
