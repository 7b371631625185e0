import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readVariables } from './variables-option.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acta-variables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = async (name: string, content: Buffer | string): Promise<string> => {
  await writeFile(join(folder, name), content);
  return `@${join(folder, name)}`;
};

describe('variables of a file', () => {
  it('may begin with the mark that some editors write', async () => {
    const file = await fileOf('marked.json', '\uFEFF{"requester":"李"}');

    expect((await readVariables(file)).text).toBe('{"requester":"李"}');
  });

  it('in another encoding are refused with what to do', async () => {
    const file = await fileOf('utf16.json', Buffer.from('\uFEFF{"requester":"li"}', 'utf16le'));

    await expect(readVariables(file)).rejects.toThrow(/to be text in UTF-8, but they are not\. Save the file as UTF-8/);
  });

  it('go out as they were written, also what the server will refuse', async () => {
    expect((await readVariables('{"a":1,"a":2}')).text).toBe('{"a":1,"a":2}');
  });
});
