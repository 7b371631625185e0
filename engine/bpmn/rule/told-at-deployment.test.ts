import { describe, expect, it } from 'vitest';
import { exclusive, flows, processXml, start, user } from '../../../test/case/bpmn-xml.ts';
import { feelEngine } from '../../feel/index.ts';
import { compileBpmn } from '../index.ts';

const toldOf = async (xml: string): Promise<readonly string[]> => {
  const compilation = await compileBpmn(xml, feelEngine);
  return (compilation.ok ? compilation.warnings : compilation.problems).map(({ message }) => message);
};

const aboutDefault = (told: readonly string[]): readonly string[] => told.filter((message) => message.includes('default flow'));

describe('a choice whose flows all have conditions', () => {
  it('is told: a case can find none true', async () => {
    const gateway = await toldOf(processXml(start() + exclusive('g') + user('a') + user('b') + flows('start -> g', 'g -> a if x', 'g -> b if y')));
    const activity = await toldOf(processXml(start() + user('g') + user('a') + flows('start -> g', 'g -> a if x')));

    expect(aboutDefault(gateway)).toEqual([expect.stringMatching(/^Expected a default flow out of exclusive gateway 'g', but each has a condition/)]);
    expect(aboutDefault(activity)).toEqual([expect.stringMatching(/^Expected a default flow out of user task 'g'/)]);
  });

  it('is not told where a flow has none', async () => {
    const told = await toldOf(processXml(start() + user('g') + user('a') + user('b') + flows('start -> g', 'g -> a if x', 'g -> b')));

    expect(aboutDefault(told)).toEqual([]);
  });
});

it('an id that is none is told with what an id is', async () => {
  const [first] = await toldOf(processXml(start()).replaceAll('"start"', '"开始"'));

  expect(first).toMatch(/illegal ID <开始> \(an id begins with a letter from a to z or _/);
});
