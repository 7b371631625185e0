/** The kernel knows ordinals only; its sentences name a thing as `{key:7}`, and here it gets its key. */
import { siblingKey } from '../../engine/case/index.ts';

export const renderKeys = (message: string, caseKey: bigint): string =>
  message.replace(/\{key:(\d+)\}/g, (_match, ordinal: string) => String(siblingKey(caseKey, Number(ordinal))));
