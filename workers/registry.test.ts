import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { HandlerJob } from './handler.ts';
import { builtInHandlers, HandlerRegistry, loadHandlers } from './registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'acta-handlers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('handlers', () => {
  it('come from modules, with or without a concurrency', async () => {
    const registry = new HandlerRegistry();
    await loadHandlers(registry, file('good.mjs', 'export default { a: () => ({ x: 1 }), b: { handler: async () => {}, concurrency: 3 } };'));

    expect(registry.types).toEqual(['a', 'b']);
    expect(registry.find('b')?.concurrency).toBe(3);
    expect(registry.find('none')).toBeUndefined();
  });

  it.each([
    ['no-map.mjs', 'export default 7;', /to export a map of handlers as its default, but it does not/],
    ['no-function.mjs', 'export default { a: 7 };', /to give a function for jobs of type 'a', but it gives number/],
    ['concurrency.mjs', 'export default { a: { handler() {}, concurrency: 0 } };', /Expected the concurrency of 'a' to be a whole number from 1, but it is 0/],
    ['twice.mjs', `export default { 'acta.number': () => {} };`, /Expected one handler for jobs of type 'acta.number', but a second one was registered/],
    ['broken.mjs', 'export default {', /./],
  ])('%s is refused', async (name, text, message) => {
    await expect(loadHandlers(builtInHandlers(), file(name, text))).rejects.toThrow(message);
  });
});

describe('acta.number', () => {
  const number = (headers: { readonly [name: string]: string }): unknown =>
    builtInHandlers().find('acta.number')?.handler({ caseKey: String(142n << 24n), headers } as HandlerJob);

  it('is the number of the case, in the form that the headers ask for', () => {
    expect(number({})).toEqual({ number: '000142' });
    expect(number({ prefix: 'PO-', digits: '4', variable: 'order' })).toEqual({ order: 'PO-0142' });
    expect(number({ digits: '1' })).toEqual({ number: '142' });
  });

  it('refuses digits that are no number', () => {
    expect(() => number({ digits: 'many' })).toThrow(`Expected header 'digits' to be a whole number from 1 to 18, but it is 'many'`);
  });
});
