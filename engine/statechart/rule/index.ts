/** All rules about a statechart that is whole: its targets exist and its expressions can be read. */
import { comesToRest } from './comes-to-rest.ts';
import { independentRegions } from './independent-regions.ts';
import { knownEvents } from './known-events.ts';
import { knownNames } from './known-names.ts';
import { knownParameters } from './known-parameters.ts';
import { reachableStates } from './reachable-states.ts';
import type { Rule } from './rule.ts';
import { transitionsCount } from './transitions-count.ts';

const rules: readonly Rule[] = [
  comesToRest, independentRegions, reachableStates, transitionsCount, knownEvents, knownParameters, knownNames,
];

export const checkStatechart: Rule = (chart, compiling) => {
  for (const rule of rules) rule(chart, compiling);
};
