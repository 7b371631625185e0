/** A look for inclusive joins that have become ready touches the scopes in which something changed, whatever lives in them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../engine/bpmn/index.ts';
import { compiled, end, exclusive, flows, inclusive, parallel, processXml, script, service, start, user } from '../case/bpmn-xml.ts';
import { crowdInCase, items, startCrowd } from './crowd.ts';
import { countWork } from './work-counter.ts';

afterEach(() => vi.restoreAllMocks());

/** Ids of the scopes whose joins are looked at when a token in one of them moves to the join. */
const looksWith = async (size: number): Promise<readonly string[]> => {
  const growing = startCrowd(await crowdInCase(items['scopes with inclusive joins that wait']), size);
  const looks = vi.spyOn(Graph.prototype, 'inclusiveJoinsIn');
  const [job = 0] = growing.of('jobs', 'a').slice(3);
  growing.accept({ type: 'CompleteJob', job, variables: {} });
  const scopes = looks.mock.calls.map(([scope]) => scope.id);
  looks.mockRestore();
  return scopes;
};

describe('a look for inclusive joins', () => {
  it('comes to the scope in which a token moved, and to no other', async () => {
    expect(await looksWith(10)).toEqual(['item']);
    expect(await looksWith(1_000)).toEqual(['item']);
  });

  it('does not come to a scope in which nothing moved', async () => {
    const growing = startCrowd(await crowdInCase(items['scopes with inclusive joins that wait']), 50);
    const looks = vi.spyOn(Graph.prototype, 'inclusiveJoinsIn');
    growing.accept({ type: 'SetVariables', scope: 0, variables: { x: 1 }, local: true });
    expect(looks).not.toHaveBeenCalled();
  });

  it('costs what the model has, not what lives in the scope: a join waits beside 20 and beside 10000 elements', { timeout: 60_000 }, async () => {
    const executable = await compiled(
      processXml(
        start() + parallel('fork') + exclusive('again') + script('count', 'made', '=if made = null then 1 else made + 1') + parallel('split') + exclusive('more', 'idle') +
          user('idle') + service('item') + end('done') +
          inclusive('choose') + user('a') + user('last') + user('b') + user('c') + inclusive('meet') + user('met') +
          flows(
            'start -> fork -> again -> count -> split -> more -> idle', 'more -> again if made < size', 'split -> item -> done',
            'fork -> choose', 'choose -> a if size > 0', 'a -> last -> meet -> met', 'choose -> b if size > 0', 'b -> meet', 'choose -> c if size > 0', 'c -> meet',
          ),
      ),
    );
    const measured = (size: number) => {
      const growing = startCrowd(executable, size);
      const complete = (element: string) => ({ type: 'CompleteUserTask', task: growing.of('userTasks', element)[0]!, variables: {} }) as const;
      growing.accept(complete('a')); // what is waited for now came after all of the crowd
      return ['b', 'c'].map((element) => {
        const command = complete(element);
        const { result, work } = countWork(() => growing.accept(command).events);
        return { element, work, entered: result.filter(({ type }) => type === 'ElementActivated').length };
      });
    };
    measured(20);
    const few = measured(20);
    expect(few.map(({ entered }) => entered)).toEqual([0, 0]);
    expect(measured(10_000)).toEqual(few);
  });
});
