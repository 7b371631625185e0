/** Plain JSON, the only data that enters and leaves the kernel and stands in the journal. */
export type { Json } from '../feel/engine.ts';
import type { Json } from '../feel/engine.ts';

export type JsonObject = { readonly [name: string]: Json };
