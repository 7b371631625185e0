/** What the engine is known to reach. A change that reaches less is a regression; one that reaches more raises it. */
import type { Suite } from './corpus.ts';

/** Cases that pass, at least: of each suite that is run, and of the constraints. */
export const passing: Readonly<Record<Suite | 'mustReject' | 'mustAccept' | 'lint', number>> = {
  zeebe8: 130, camunda7: 169, patterns: 38, betsy: 134, mustReject: 76, mustAccept: 30, lint: 34,
};

const noStart = 'a process without a start event is not begun at what no flow leads to: it is refused, as by Camunda 8';

/** Cases of supported elements that do not pass, each with the reason. Nothing else may fail. */
export const knownFailures: Readonly<Record<string, string>> = {
  'camunda7/transaction/testSimpleCaseTxCancelled': 'a multi-instance activity is undone once, as in Camunda 8; Camunda 7 calls the handler for each instance',
  'constraints/accept/EXT143_EXT143_success': noStart,
  'constraints/accept/EXT021_success_gateways': noStart,
  'constraints/accept/EXT022_success_gateways': noStart,
  'constraints/accept/EXT022_success_tasks': noStart,
  'constraints/accept/EXT099_success': noStart,
  'constraints/reject/EXT012_3_failure_complexGateway': 'a natural-language condition of a complex gateway is not told of',
  'constraints/reject/EXT038_1_failure': 'a negative quantity is not told of',
  'constraints/reject/EXT072_1_Fail_invalid_complex_behavior_condition': 'complex behaviour definitions are passed over',
};
