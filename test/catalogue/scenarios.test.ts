/** Every scenario of the catalogue is a test. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDefinitionFolder } from './definition-folder.ts';
import { playScenario } from './scenario-run.ts';
import { scenarioFormat } from './scenario.ts';

const root = new URL('../../definitions', import.meta.url).pathname;
const names = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const folders = await Promise.all(names.map((name) => readDefinitionFolder(root, name)));

describe.each(folders)('definitions/$name', (folder) => {
  it('says what it is in English and Chinese', () => {
    const missing = ['README.md', 'README.zh-CN.md'].filter((file) => !existsSync(join(root, folder.name, file)));
    expect(missing).toEqual([]);
  });

  it('compiles without warnings', () => {
    expect(folder.definitions).not.toHaveLength(0);
    expect(folder.warnings).toEqual([]);
  });

  it('has every form and decision that it uses', () => {
    for (const { uses, startFormId } of folder.definitions) {
      for (const form of [...(uses?.forms ?? []), ...(startFormId === null ? [] : [startFormId])]) expect(folder.forms).toContain(form);
      for (const decision of uses?.decisions ?? []) expect(folder.decisionIds).toContain(decision);
    }
  });

  it.each(folder.scenarios)('scenarios/%s', (file) => {
    const json: unknown = JSON.parse(readFileSync(join(root, folder.name, 'scenarios', file), 'utf8'));
    const { steps } = playScenario(folder, scenarioFormat.parse(json));
    expect(steps).not.toHaveLength(0);
  });
});

it('the catalogue has scenarios', () => {
  expect(folders.flatMap(({ scenarios }) => scenarios)).not.toHaveLength(0);
});
