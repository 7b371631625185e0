/** Elements that do nothing and wait for nothing. */
import { complete } from '../lifecycle.ts';
import type { ElementBehavior } from '../model.ts';

export const passThrough: ElementBehavior = {
  onActivate: (game, instance, node) => {
    complete(game, instance, node);
    return undefined;
  },
};
