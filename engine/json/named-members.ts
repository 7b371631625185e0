/**
 * Members of a plain object under names that people have chosen. `constructor` and `__proto__` are
 * names like any other: only an object's own members count, and none of them is its prototype.
 */
export const memberOf = <T>(members: { readonly [name: string]: T } | undefined, name: string): T | undefined =>
  members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;

export const setMember = <T>(members: { [name: string]: T }, name: string, value: T): void => {
  if (name === '__proto__') Object.defineProperty(members, name, { value, writable: true, enumerable: true, configurable: true });
  else members[name] = value;
};
