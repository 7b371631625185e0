/** Everything that recordings are made from, by the names of the recordings. */
import { catalogue } from './catalogue.ts';
import type { Material } from './material.ts';
import { randomProcesses } from './random-processes.ts';
import { randomStatecharts } from './random-statecharts.ts';

import { activities } from './activities.ts';
import { decisions } from './decisions.ts';
import { events } from './events.ts';
import { gateways } from './gateways.ts';
import { messages } from './messages.ts';
import { refusals, unsupported } from './refusals.ts';
import { statecharts } from './statecharts.ts';
import { variables } from './variables.ts';
export const materials: { readonly [recording: string]: () => Material | Promise<Material> } = {
  activities,
  decisions,
  events,
  gateways,
  messages,
  refusals,
  statecharts,
  unsupported,
  variables,
  catalogue,
  'random-processes-1': () => randomProcesses(1, 70),
  'random-processes-2': () => randomProcesses(2, 70),
  'random-processes-3': () => randomProcesses(3, 70),
  'random-statecharts-1': () => randomStatecharts(1, 55),
  'random-statecharts-2': () => randomStatecharts(1_001, 55),
};
