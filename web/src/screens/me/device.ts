/** As they name themselves, and are called. Many also name those after them, whom they resemble. */
const browsers = [['Edg/', 'Edge'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']] as const;
const systems = [['Windows', 'Windows'], ['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Mac OS X', 'macOS'], ['Linux', 'Linux']] as const;

/** "Firefox · Linux" of the long line with which a browser presents itself; undefined when it says neither. */
export const deviceOf = (userAgent: string | null): string | undefined => {
  const called = [browsers, systems].flatMap((known) => known.find(([sign]) => userAgent?.includes(sign) === true)?.[1] ?? []);
  return called.length === 0 ? undefined : called.join(' · ');
};
