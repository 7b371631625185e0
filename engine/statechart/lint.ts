/** Checks that need the whole statechart. */
import type { Compiling } from './compiling.ts';
import type { Blueprint } from './model.ts';

export const lint = (_blueprint: Blueprint, _compiling: Compiling): void => undefined;
