import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { problemsOf } from '../../test/statechart/drive.ts';
import { statechartFormat } from './format.ts';

const docs = new URL('../../docs/', import.meta.url);

describe('the documents of the format', () => {
  it('have its JSON Schema (vitest -u writes it)', async () => {
    const schema = z.toJSONSchema(statechartFormat, { io: 'input', reused: 'ref' });
    const text = `${JSON.stringify({ title: 'Statechart', ...schema }, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(new URL('statechart.schema.json', docs).pathname);
  });

  it('give an example that has no problems', async () => {
    const text = readFileSync(new URL('statechart-format.md', docs), 'utf8');
    const example = /```json\n([^]*?)```/.exec(text)?.[1] ?? '';
    expect(await problemsOf(example)).toEqual([]);
  });

  it('show a decision that fits into that example', async () => {
    const text = readFileSync(new URL('statechart-format.md', docs), 'utf8');
    const [complaint = '', routing = ''] = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, block]) => block ?? '');
    const extended = complaint.replace('"target": "approving" }', '"target": "routing" }').replace('"answering": {', `${routing.trim()},\n"answering": {`);
    expect(extended).toContain('"decisionId"');
    expect(await problemsOf(extended)).toEqual([]);
  });
});
