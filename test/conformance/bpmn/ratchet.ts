/** What the engine is known to reach. A change that reaches less is a regression; one that reaches more raises it. */
import type { Suite } from './corpus.ts';

/** Cases that pass, at least. */
export const passing: Readonly<Record<Suite, number>> = { zeebe8: 130, camunda7: 165, patterns: 38, betsy: 139 };

/** Cases of supported elements that do not pass, each with the reason. Nothing else may fail. */
export const knownFailures: Readonly<Record<string, string>> = {
  'camunda7/transaction/testSimpleCaseTxCancelled': 'a multi-instance activity is undone once, as in Camunda 8; Camunda 7 calls the handler for each instance',
};
