/** Ids of people and groups: opaque on the record, where nothing can be erased. */
import { reject, sentence, type Rejection } from '../stream/rejection.ts';

const lengthMax = 64;
const reserved = new Set(['anonymous', 'engine']);

/** Letters of any script, digits, and `._-` between them; an address is none. */
export const isId = (id: string): boolean => id.length <= lengthMax && /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}])?$/u.test(id) && !reserved.has(id);

export const idRefusal = (what: 'user' | 'group', id: string): Rejection | undefined =>
  isId(id)
    ? undefined
    : reject('INVALID_ARGUMENT', sentence`Expected the id of a ${what} to be at most ${lengthMax} letters and digits, with '.', '_' or '-' between them, but it is '${id}'. It stands on records for good, so it is no e-mail address`);
