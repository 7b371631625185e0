/** What the engine is known to reach. A change that reaches less is a regression; one that reaches more raises it. */
import type { Suite } from './corpus.ts';

/** Cases that pass, at least: of each suite that is run, and of the constraints. */
export const passing: Readonly<Record<Suite | 'mustReject' | 'mustAccept' | 'lint', number>> = {
  zeebe8: 50, camunda7: 57, patterns: 25, betsy: 69, mustReject: 33, mustAccept: 12, lint: 20,
};

const noStart = 'a process without a start event is not begun at what no flow leads to: it is refused, as Camunda 8 does';
const notToldOf = 'a rule of good style that nothing is said about';

/** Cases of supported elements that do not pass, each with the reason. Nothing else may fail. */
export const knownFailures: Readonly<Record<string, string>> = {
  'constraints/accept/EXT143_EXT143_success': noStart,
  'constraints/accept/EXT021_success_gateways': noStart,
  'constraints/accept/EXT022_success_gateways': noStart,
  'constraints/accept/EXT022_success_tasks': noStart,
  'constraints/accept/EXT099_success': noStart,
  'constraints/accept/EXT049_EXT049_success': 'a receive task that starts cases',
  'constraints/accept/EXT138_EXT138_success_receiveTask': 'a receive task behind an event-based gateway',
  'constraints/accept/EXT118_EXT118_success_multipleSources': 'links are paired by name, as everywhere in Camunda, not by source and target',
  'constraints/accept/EXT017_EXT017_success_complexGateway': 'complex gateways',
  'constraints/accept/EXT017_EXT017_success_inclusiveGateway': 'flows out of a choice have conditions, as in Camunda 8',
  'constraints/accept/EXT135_success_multiple_out': 'flows out of a choice have conditions, as in Camunda 8',
  'constraints/reject/EXT012_8_failure_timerEvent_timeDate': notToldOf,
  'constraints/reject/EXT018_2_failure_parallelGateway': notToldOf,
  'constraints/reject/EXT019_2_failure_parallelConverging': notToldOf,
  'constraints/reject/EXT024_1_failure': notToldOf,
  'constraints/reject/EXT035_1_failure': notToldOf,
  'constraints/reject/EXT101_1_fail': notToldOf,
  'constraints/reject/EXT107_1_fail': notToldOf,
  'constraints/reject/EXT135_1_fail': notToldOf,
};
