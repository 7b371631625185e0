/** What the engine is known to reach. A change that reaches less is a regression; one that reaches more raises it. */
import type { Suite } from './corpus.ts';

/** Cases that pass, at least. */
export const passing: Readonly<Record<Suite, number>> = { zeebe8: 50, camunda7: 56, patterns: 25, betsy: 68 };

/** Cases of supported elements that do not pass, each with the reason. Nothing else may fail. */
export const knownFailures: Readonly<Record<string, string>> = {};
