/** Terminate end event: ends everything else in its scope, which then completes. */
import { passThrough } from '../behavior/pass-through.ts';
import { terminateContent } from '../lifecycle.ts';
import type { ElementBehavior } from '../model.ts';

export const terminateEnd: ElementBehavior = { ...passThrough, onCompleted: terminateContent };
