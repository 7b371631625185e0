import { capsOf, type ShortcutName } from '../shell/shortcuts.ts';

/** A shortcut as key caps. */
export const Keys = ({ of }: { of: ShortcutName }) => (
  <span className="row row-1" aria-hidden>{capsOf(of).map((cap) => <kbd key={cap}>{cap}</kbd>)}</span>
);
