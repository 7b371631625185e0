/** Every key of the app stands here: the sheet shows them, screens bind them by name. */
import { useHotkeys } from 'react-hotkeys-hook';
import { useSyncExternalStore } from 'react';

export const shortcuts = {
  palette: { keys: 'mod+k', group: 'everywhere' },
  sheet: { keys: 'shift+slash', group: 'everywhere' },
  home: { keys: 'g>h', group: 'everywhere' },
  inbox: { keys: 'g>i', group: 'everywhere' },
  cases: { keys: 'g>c', group: 'everywhere' },
  start: { keys: 'n', group: 'everywhere' },
  theme: { keys: 'mod+period', group: 'everywhere' },
  escape: { keys: 'escape', group: 'everywhere' },
  next: { keys: 'j', group: 'inboxGroup' },
  previous: { keys: 'k', group: 'inboxGroup' },
  open: { keys: 'enter', group: 'inboxGroup' },
  select: { keys: 'space', group: 'inboxGroup' },
  selectAll: { keys: 'shift+a', group: 'inboxGroup' },
  claim: { keys: 'l', group: 'inboxGroup' },
  release: { keys: 'u', group: 'inboxGroup' },
  complete: { keys: 'mod+enter', group: 'inboxGroup' },
  approve: { keys: 'a', group: 'inboxGroup' },
  return: { keys: 'r', group: 'inboxGroup' },
  reject: { keys: 'x', group: 'inboxGroup' },
  comment: { keys: 'c', group: 'inboxGroup' },
  search: { keys: 'slash', group: 'inboxGroup' },
} as const;

export type ShortcutName = keyof typeof shortcuts;

const storageKey = 'acta-single-keys';
const listeners = new Set<() => void>();

/** WCAG 2.1.4: keys without a modifier can be turned off. */
export const useSingleKeys = (): readonly [boolean, (on: boolean) => void] => {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(storageKey) !== 'off',
  );
  const set = (next: boolean): void => {
    localStorage.setItem(storageKey, next ? 'on' : 'off');
    for (const listener of listeners) listener();
  };
  return [on, set];
};

const isMac = navigator.platform.startsWith('Mac');
const names: Record<string, string> = { mod: isMac ? '⌘' : 'Ctrl', enter: '↵', escape: 'Esc', space: 'Space', slash: '/', period: '.', shift: '⇧' };

/** As caps: `mod+k` is Ctrl and K. */
export const capsOf = (name: ShortcutName): string[] => {
  const { keys } = shortcuts[name];
  if (keys === 'shift+slash') return ['?'];
  return keys.split(/[+>]/).map((key) => names[key] ?? key);
};

export const ariaKeysOf = (name: ShortcutName): string => shortcuts[name].keys.replace('mod', isMac ? 'Meta' : 'Control').replace('>', ' ').replace('slash', '/');

/** Acts when no field has the focus, or always with a modifier. */
export const useShortcut = (name: ShortcutName, act: () => void, options: { enabled?: boolean; inFields?: boolean } = {}): void => {
  const [single] = useSingleKeys();
  const { keys } = shortcuts[name];
  const hasModifier = keys.includes('mod') || keys === 'escape';
  useHotkeys(keys, (event) => {
    // A button or a link that has the focus is pressed by these keys itself.
    if ((keys === 'enter' || keys === 'space') && event.target instanceof HTMLElement && event.target.closest('button, a, [role=menu], [role=dialog]') !== null) return;
    event.preventDefault();
    act();
  }, { enabled: (options.enabled ?? true) && (single || hasModifier), enableOnFormTags: options.inFields ?? keys.includes('mod'), sequenceSplitKey: '>' }, [act]);
};
