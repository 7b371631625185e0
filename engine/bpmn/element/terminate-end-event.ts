/** Terminate end event: ends everything else in its scope, which then completes. */
import { passThrough } from '../behavior/pass-through.ts';
import { endContent } from '../lifecycle.ts';
import type { ElementBehavior } from './behavior.ts';

export const terminating: ElementBehavior = { ...passThrough, onCompleted: endContent };
