/** `docs/conformance.md`: what was tried of each construct of BPMN, and how it went, from a run of the corpus. */
import type { Suite } from './corpus.ts';
import { suites } from './corpus.ts';
import { knownFailures } from './ratchet.ts';
import { apart, countsOf, type Result } from './score.ts';

const shownMax = 4;

const head = `# Conformance

Made by \`npm run corpus -- --table docs/conformance.md\` from a run of the conformance corpus. Each row is a
construct of BPMN with what triggers it and how it behaves there, and the cases whose models contain it. How a construct is written and what is particular to it
stands in [bpmn-support.md](bpmn-support.md).
`;

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const bySuite = (results: ReadonlyMap<string, readonly Result[]>): string => {
  const rows = [...results].map(([suite, list]) => {
    const counted = list.filter(({ conformance }) => apart(conformance) === undefined);
    const { passed, failed, unsupported, notApplicable } = countsOf(counted);
    return row([suite, passed, failed, unsupported, notApplicable, list.length - counted.length]);
  });
  return [row(['suite', 'passed', 'failed', 'unsupported', 'not applicable', 'apart']), row(['---', '---:', '---:', '---:', '---:', '---:']), ...rows].join('\n');
};

/** `boundaryEvent:timer:nonInterrupting` as element, event and behaviour. */
const cellsOf = (construct: string): readonly [string, string, string] => {
  const [element = '', event = '', ...behaviour] = construct.split(':');
  return [element, event, behaviour.join(' ')];
};

const isRun = (suite: string): suite is Suite => (suites as readonly string[]).includes(suite);

const byConstruct = (results: ReadonlyMap<string, readonly Result[]>): string => {
  const found = new Map<string, Result[]>();
  for (const [suite, list] of results) {
    if (!isRun(suite)) continue;
    for (const result of list)
      for (const construct of new Set(result.conformance.constructs ?? [])) {
        const others = found.get(construct);
        if (others === undefined) found.set(construct, [result]);
        else others.push(result);
      }
  }
  const rows = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([construct, list]) => {
    const { passed } = countsOf(list);
    const ids = list.filter(({ verdict }) => verdict.outcome === 'passed').map(({ conformance: { id } }) => id);
    const more = ids.length > shownMax ? ` and ${ids.length - shownMax} more` : '';
    return row([...cellsOf(construct), `${passed} of ${list.length}`, ids.length === 0 ? 'none' : `${ids.slice(0, shownMax).join(', ')}${more}`]);
  });
  return [row(['element', 'event', 'behaviour', 'passed', 'cases']), row(['---', '---', '---', '---:', '---']), ...rows].join('\n');
};

/** Every case that does not pass, with the reason that is known. */
const notPassing = (results: ReadonlyMap<string, readonly Result[]>): string => {
  const lines = [...results.values()].flat().flatMap(({ conformance, verdict }) => {
    if (verdict.outcome === 'passed' || verdict.outcome === 'notApplicable') return [];
    const kind = apart(conformance);
    const [found = ''] = verdict.reason.split('\n');
    return [`- \`${conformance.id}\` (${kind ?? verdict.outcome}): ${knownFailures[conformance.id] ?? found}`];
  });
  return lines.length === 0 ? 'All pass.' : lines.join('\n');
};

export const conformanceTable = (results: ReadonlyMap<string, readonly Result[]>): string =>
  `${head}\n## By suite\n\nApart are cases that the corpus itself disputes or that depend on the order of concurrent work.\n\n${bySuite(results)}\n\n## By construct\n\n${byConstruct(results)}\n\n## What does not pass\n\n${notPassing(results)}\n`;
