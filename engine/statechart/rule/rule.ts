/** A rule checks one thing about a whole statechart. Its file is named by what it demands. */
import type { Compiling } from '../compiling.ts';
import type { Statechart } from '../statechart.ts';

export type Rule = (chart: Statechart, compiling: Compiling) => void;
