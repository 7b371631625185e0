/** A case as the server gives it to an auditor, judged with nothing but the file and whom he trusts. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseFileOf, readCaseFile, storedSteps, type CaseFile } from '../../engine/journal/index.ts';
import { definitionsOf } from '../../engine/proof/definitions-of-sources.ts';
import { judgeFile, readKey, type FileVerdict, type Trust } from '../../engine/proof/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { readKeys, verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import type { Sealer } from '../../runtime/seal/sealer.ts';
import { databases } from '../harness/databases.ts';
import { taskOnly } from '../server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../server/test-app.ts';
import { newFolder, sealAll, sealerOn } from './seal-folder.ts';

let app: TestApp;
let sealer: Sealer;
let trust: Trust;
const folder = newFolder();
beforeAll(async () => {
  app = await openTestApp(await databases[1]!.open());
  succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  sealer = await sealerOn(app.runtime, folder.path, app.runtime.log);
  const [file] = await readKeys(`${folder.path}/keys`, app.runtime.log);
  trust = { logs: [{ origin: app.runtime.log, keys: [readKey(file!.key.text, sha256)] }], witnesses: [], quorum: 1, timeStampAuthorities: null };
}, 60_000);
afterAll(async () => {
  await app.close();
  folder.remove();
});

const judge = (file: CaseFile): Promise<FileVerdict> => judgeFile(file, { sha256, verify: verifyEd25519, trust, definitions: definitionsOf(file.sources) });
const gradesOf = ({ integrity, completeness, time, replay }: FileVerdict): string[] => [integrity, completeness, time, replay].map(({ grade }) => grade);
const exported = async (key: string, query = ''): Promise<CaseFile> => readCaseFile(succeeded(await app.get(`/api/cases/${key}/file${query}`)).text);

it('a case is exported with its sources and its proof, and holds without a server', async () => {
  const key = await app.start('task', { variables: { amount: 4711, note: 'for the roof' } });
  expect(gradesOf(await judge(await exported(key)))).toEqual(['proven', 'not judged', 'not judged', 'proven']);
  await sealAll(sealer);
  const file = await exported(key);
  expect(gradesOf(await judge(file))).toEqual(['proven', 'proven', 'not judged', 'proven']);
  expect(Object.keys(file.sources)).toEqual(file.definitions);
  succeeded(await app.send('PUT', `/v2/element-instances/${key}/variables`, { variables: { amount: 1 } }));
  expect((await judge(await exported(key))).completeness.message).toContain('1 later step in no checkpoint yet');
  await sealAll(sealer);
  const later = await exported(key);
  expect(gradesOf(await judge(later))).toEqual(['proven', 'proven', 'not judged', 'proven']);
  const shortened = caseFileOf(storedSteps({ steps: later.steps.slice(0, -1) }), sha256, { proof: later.proof, sources: later.sources, made: later.manifest.made });
  expect((await judge(shortened)).completeness).toMatchObject({ grade: 'broken', message: expect.stringContaining('steps are missing') as string });
});

it('single values are withheld by their names, and the rest verifies', async () => {
  const key = await app.start('task', { variables: { amount: 4711, note: 'for the roof' } });
  await sealAll(sealer);
  const file = await exported(key, '?withhold=amount');
  expect(JSON.stringify(file)).not.toContain('4711');
  expect(JSON.stringify(file)).toContain('for the roof');
  expect(gradesOf(await judge(file))).toEqual(['proven', 'proven', 'not judged', 'partly']);
  const bare = await exported(key, '?withhold=*');
  expect(JSON.stringify(bare)).not.toContain('for the roof');
  expect((await judge(bare)).completeness.grade).toBe('proven');
});
