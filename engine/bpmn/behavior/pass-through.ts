/** Elements that do nothing and wait for nothing. */
import type { ElementBehavior } from '../element/behavior.ts';
import { complete } from '../lifecycle.ts';

export const passThrough: ElementBehavior = {
  onActivate: (game, instance, node) => {
    complete(game, instance, node);
    return undefined;
  },
};
