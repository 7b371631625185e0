/** Boundary events: armed by their activity, they complete when triggered. */
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileCatch } from '../compile/catch-event.ts';
import { complete } from '../lifecycle.ts';

export const boundaryEvent: ElementType = {
  kind: 'boundaryEvent',
  compile: (element, compiler) => {
    const interrupting = element.cancelActivity !== false;
    return { ...compileCatch(element, compiler, { place: 'boundary', cycles: !interrupting }), interrupting };
  },
  behavior: () => boundary,
};

/** It was activated early when its activity could not be ended at once, and goes on when that is gone. */
const boundary = { ...passThrough, onMayGoOn: complete };
