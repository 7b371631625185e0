/**
 * `npm run history:record -- v3`: plays what the guard plays (the scenarios of the catalogue, every BPMN element, what
 * statecharts, decisions, messages and variables can do) and keeps the journal that comes of it, for ever. For a new
 * release, once; what is there is never written again.
 */
import { openPglite } from '../../runtime/postgres/pglite-database.ts';
import { migratePglite } from '../../runtime/postgres/migrate.ts';
import { openApp } from '../guard/open-app.ts';
import { Play } from '../guard/play.ts';
import { playTogether } from '../guard/play-together.ts';
import { readRecording } from '../guard/recording.ts';
import { requireNew, writeHistories, type RecordedHistory } from './recorded-history.ts';

const recorded = ['activities', 'catalogue', 'decisions', 'events', 'gateways', 'messages', 'statecharts', 'variables'];

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly record: Uint8Array;
  readonly payload: string | null;
}

const record = async (name: string): Promise<RecordedHistory> => {
  const { files, scripts } = readRecording(name);
  const database = await openPglite();
  await migratePglite(database);
  const app = await openApp(database);
  // One after the other, so that what several deploy stands in the journal once.
  for (const script of scripts) await playTogether(app, [new Play(script, files, ({ steps }) => script.steps[steps.length]?.do)]);
  const [installation] = await database.query<{ log: string }>('select log from installation');
  const rows = await database.query<StepRow>('select stream, record, payload from step order by stream, seq');
  await app.close();
  const streams = new Map<string, [string, string | null][]>();
  for (const { stream, record: bytes, payload } of rows) {
    const steps = streams.get(String(stream)) ?? [];
    steps.push([new TextDecoder().decode(bytes), payload]);
    streams.set(String(stream), steps);
  }
  return { format: 'acta-history/1', log: installation?.log ?? '', streams: [...streams].map(([stream, steps]) => ({ stream, steps })) };
};

const [release = ''] = process.argv.slice(2);
requireNew(release);
const histories = new Map<string, RecordedHistory>();
for (const name of recorded) {
  const history = await record(name);
  histories.set(name, history);
  console.log(`${name}: ${history.streams.length} streams, ${history.streams.reduce((sum, { steps }) => sum + steps.length, 0)} steps`);
}
writeHistories(release, histories);
