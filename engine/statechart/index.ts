/** The statechart dialect's public door. */
export { acceptedEvents, type AcceptedEvent } from './accepted-events.ts';
export { compileStatechart, executableStatechart } from './compile.ts';
export { statechartDialect } from './dialect.ts';
export { statechartFormat, type Text } from './format.ts';
export type { Invocation, Parameter, StateNode, StatechartModel, StatePath } from './model.ts';
export { activeStates, snapshotOf, type StatechartSnapshot } from './snapshot.ts';
export { Statechart } from './statechart.ts';
