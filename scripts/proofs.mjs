/** What `npm run proof` shows: the test files that hold each proof. They are the ones of `npm test`, with full counts. */
export const proofs = [
  { name: 'processes', what: 'random processes fold and decide again alike, with evictions, undo and interruptions', files: ['test/simulation/bpmn.test.ts'] },
  { name: 'statecharts', what: 'random statecharts do the same', files: ['test/simulation/statechart.test.ts'] },
  { name: 'xstate', what: 'random statecharts and a live XState actor agree', files: ['test/simulation/xstate-agreement.test.ts'] },
  { name: 'relay', what: 'nothing between streams is lost or taken twice by a network that delays, doubles and reorders', files: ['test/simulation/relay.test.ts'] },
  { name: 'kills', what: 'servers and workers are killed and Redis is emptied while people work', files: ['test/chaos/kill-nine.test.ts'] },
  { name: 'embedded-kills', what: 'the embedded product is killed under load: nothing acknowledged is lost', files: ['test/chaos/embedded-kills.test.ts'] },
  { name: 'memory', what: 'many commands with a small heap: what a process holds does not grow', files: ['test/chaos/bounded-memory.test.ts'] },
  { name: 'restore', what: 'Postgres is replaced by an older copy of itself while servers run', files: ['test/chaos/restored-database.test.ts'] },
  { name: 'clocks', what: 'processes whose clocks are apart', files: ['test/chaos/clock-skew.test.ts', 'test/integration/clock-skew.test.ts'] },
  { name: 'held', what: 'cases and rows that somebody else holds, endless and expensive cases: nobody else waits', files: ['runtime/pipeline/pipeline-trouble.test.ts', 'runtime/pipeline/batch-effort.test.ts'] },
  { name: 'folder', what: 'one folder, one process', files: ['runtime/postgres/folder-lock.test.ts'] },
  { name: 'histories', what: 'histories of earlier releases fold and decide again', files: ['test/history'] },
  { name: 'growth', what: 'a step costs the same whatever else lives', files: ['test/growth'] },
  { name: 'conformance', what: 'the TCK of DMN and the corpora of BPMN, where they are present', files: ['test/conformance'] },
];
