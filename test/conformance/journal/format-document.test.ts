import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allShapes } from '../../../engine/journal/index.ts';
import { shapeRow } from './shape-rows.ts';

const document = readFileSync(new URL('../../../docs/journal-format.md', import.meta.url), 'utf8');

/** The rows of the table under a heading. */
const tableUnder = (heading: string): string[] => {
  const [, section = ''] = document.split(`\n### ${heading}\n`);
  const [own = ''] = section.split('\n#');
  return own.split('\n').filter((line) => line.startsWith('| `'));
};

it.each([
  ['Commands', [...allShapes.commands.byType.values()]],
  ['Events', [...allShapes.events.byType.values()]],
])('the document of the format lists the %s as they are sealed', (heading, shapes) => {
  expect(tableUnder(heading)).toEqual(shapes.map(shapeRow));
});

it('the document names the events that end a stream', () => {
  for (const type of allShapes.endings) expect(document).toMatch(new RegExp(`^A stream ends with .*\`${type}\``, 'm'));
});
