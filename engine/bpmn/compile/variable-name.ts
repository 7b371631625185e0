/** Names that a definition may give to variables: what FEEL can read back without quoting. */
export const isVariableName = (name: string): boolean =>
  /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(name) && name !== '__proto__' && !reserved.has(name);

/** FEEL's literals: a variable of that name could never be read. */
const reserved = new Set(['null', 'true', 'false']);
