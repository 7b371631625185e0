/** Plain JSON, the only data that enters and leaves the kernel and stands in the journal. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type JsonObject = { readonly [name: string]: Json };
