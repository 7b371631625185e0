/**
 * Whether cases of a process can always go on to their end (soundness): found by going through all its situations, and said
 * with the way that leads there. What is found depends on data that are not looked at: so nothing is refused for it.
 */
import { Graph } from '../graph.ts';
import type { FlowNode } from '../model.ts';
import type { Report } from '../source/report.ts';
import { explore, type Exploration, type Stop } from './explore.ts';
import { wayOf, type Move } from './move.ts';

/** Kinds of elements, of what triggers them and of what they throw, whose behaviour without data is known here. */
const known = {
  kinds: new Set([
    'process', 'subProcess', 'startEvent', 'endEvent', 'boundaryEvent', 'intermediateCatchEvent', 'intermediateThrowEvent',
    'task', 'manualTask', 'userTask', 'serviceTask', 'sendTask', 'scriptTask', 'businessRuleTask', 'receiveTask',
    'exclusiveGateway', 'inclusiveGateway', 'parallelGateway', 'eventBasedGateway', 'callActivity', 'undefinedTask',
  ]),
  triggers: new Set(['timer', 'message', 'signal', 'condition', 'error']),
  throws: new Set(['error', 'terminate']),
};

const isKnown = ({ kind, trigger, throws, start, incoming, parent, startQuantity, completionQuantity }: FlowNode): boolean => {
  if ((startQuantity ?? 1) !== 1 || (completionQuantity ?? 1) !== 1) return false;
  if (!known.kinds.has(kind)) return false;
  if (trigger !== null && !known.triggers.has(trigger.type)) return false;
  if (throws !== null && !known.throws.has(throws.type)) return false;
  // An event sub-process is not led to; neither is what undoes something.
  return parent === null || start === null || incoming.length > 0;
};

const kindName = (kind: string): string => kind.replace(/([A-Z])/g, ' $1').toLowerCase();
const named = ({ kind, id }: FlowNode): string => `${kindName(kind)} '${id}'`;
const listed = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(' and ');

const choices = (moves: readonly Move[]): number => moves.filter(({ type }) => type === 'choose').length;

const reportStop = ({ joins, moves }: Stop, report: Report): void => {
  const [first] = joins;
  if (first === undefined) return;
  const { join, missing, wasPassed } = first;
  const others = joins.slice(1).map((other) => ` and ${named(other.join)}`).join('');
  const waited = missing.length === 0 ? '' : ` for ${listed(missing)}`;
  const what = wasPassed
    ? `Expected nothing to be left when the rest of a case has ended, but a token is left at ${named(join)}${others} and the case cannot end`
    : `Expected a case to go on from ${named(join)}${others}, but it can wait there for ever${waited}`;
  // Two choices may depend on each other, which is not looked at.
  const isSure = choices(moves) < 2;
  const message = `${what}: ${wayOf(moves)}${isSure ? '' : ', unless the conditions rule that out'}`;
  if (isSure) report.warning(placed(join.id), message);
  else report.hint(placed(join.id), message);
};

const placed = (id: string) => ({ $type: 'bpmn:FlowNode', id });

/** Nodes that flows and boundaries lead to; what nothing leads to is told by a rule of its own. */
const connected = (graph: Graph): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open: (string | null)[] = [graph.root.start];
  while (open.length > 0) {
    const id = open.pop() ?? null;
    if (id === null || reached.has(id)) continue;
    reached.add(id);
    const { outgoing, boundaryEvents, start } = graph.node(id);
    open.push(...outgoing.map((flow) => graph.flow(flow).target), ...boundaryEvents, start);
  }
  return reached;
};

/** Ids of the sub-processes that a node stands in. */
const around = (graph: Graph, { parent }: FlowNode): readonly string[] => (parent === null ? [] : [parent, ...around(graph, graph.node(parent))]);

/** The first of those that no case comes to: what is only behind them is not told of. */
const reportDead = (graph: Graph, { activated, stops }: Exploration, report: Report): void => {
  const reached = connected(graph);
  const stopped = new Set(stops.flatMap(({ joins }) => joins.flatMap(({ join }) => [join.id, ...around(graph, join)])));
  for (const activity of graph.model.nodes)
    for (const id of activity.boundaryEvents)
      if (graph.node(id).trigger?.type === 'error' && reached.has(id) && !activated.has(id) && activated.has(activity.id))
        report.hint(placed(id), `Expected something in ${named(activity)} to throw the error that ${named(graph.node(id))} catches, but nothing does: it never happens`);
  for (const node of graph.model.nodes) {
    if (node.parent === null || node.kind === 'boundaryEvent' || !reached.has(node.id) || activated.has(node.id) || stopped.has(node.id)) continue;
    const isFirst = node.incoming.map((flow) => graph.flow(flow).source).some((source) => activated.has(source) && !stopped.has(source));
    if (isFirst) report.warning(placed(node.id), `Expected a case to be able to come to ${named(node)}, but none can: it is never reached`);
  }
};

export const reportSoundness = (graph: Graph, report: Report): void => {
  if (!graph.model.nodes.every(isKnown)) return;
  const exploration = explore(graph);
  for (const stop of exploration.stops) reportStop(stop, report);
  if (!exploration.isComplete)
    return report.hint(placed(graph.root.id), `Expected to look at every way through ${named(graph.root)}, but there are too many: whether a case can stop was looked at only in part`);
  reportDead(graph, exploration, report);
  if (exploration.endless !== undefined)
    report.hint(placed(graph.root.id), `Expected every case of ${named(graph.root)} to be able to end, but one can come to where it only goes on: ${wayOf(exploration.endless)}`);
};
