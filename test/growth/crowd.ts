/** Processes in which as many things live as the variable `size` says, beside a branch on which something else goes on. */
import type { Executable } from '../../engine/case/index.ts';
import { boundary, compiled, end, exclusive, flows, inclusive, message, messages, parallel, processXml, script, service, start, subProcess, timer, user } from '../case/bpmn-xml.ts';
import { BareCase } from './bare-case.ts';

/** One thing of the crowd: its XML, where a token comes in, and what else it needs beside the crowd. */
export interface Item {
  readonly xml: string;
  readonly flows: readonly string[];
}

/** A loop that makes the items, and then waits in the user task `idle` so that all of it stays. */
const crowd = (item: Item): string =>
  exclusive('again') + script('count', 'made', '=if made = null then 1 else made + 1') + parallel('split') + exclusive('more', 'idle') + user('idle') +
  item.xml +
  flows('again -> count -> split -> more -> idle', 'more -> again if made < size', ...item.flows);

/** Another branch of two user tasks, the second of which comes back to the first. */
const otherBranch = exclusive('back') + user('first') + user('second') + flows('back -> first -> second -> back');

export const items = {
  elements: { xml: service('item') + end('done'), flows: ['split -> item -> done'] },
  subProcesses: {
    xml: subProcess('item', start('s') + service('inner') + end('e') + flows('s -> inner -> e')) + end('done'),
    flows: ['split -> item -> done'],
  },
  'tokens on a flow': { xml: user('never') + parallel('join') + end('done'), flows: ['split -> join', 'never -> join', 'join -> done'] },
  'timers and messages': {
    xml: service('item') + boundary('late', 'item', timer('timeDuration', 'P9D')) + boundary('heard', 'item', message('told')) + end('done'),
    flows: ['split -> item -> done', 'late -> done', 'heard -> done'],
  },
  'scopes with inclusive joins that wait': {
    xml: subProcess(
      'item',
      start('s') + inclusive('choose') + service('a') + service('inner') + inclusive('meet') + end('e') +
        flows('s -> choose', 'choose -> a if size > 0', 'a -> meet -> e', 'choose -> inner if size > 0', 'inner -> meet'),
    ) + end('done'),
    flows: ['split -> item -> done'],
  },
} satisfies { readonly [name: string]: Item };

const roots = messages('told', 'halted');

/** The crowd in the case itself. */
export const crowdInCase = (item: Item): Promise<Executable> =>
  compiled(processXml(start() + parallel('fork') + crowd(item) + otherBranch + flows('start -> fork -> again', 'fork -> back'), roots));

/** The crowd in a sub-process with a message that interrupts it, and a task in it that leads to `ending`. */
export const crowdInSubProcess = (item: Item, ending = ''): Promise<Executable> => {
  const inside = start('s0') + parallel('fan') + crowd(item) + user('stop') + end('over', ending) + flows('s0 -> fan -> again', 'fan -> stop -> over');
  return compiled(
    processXml(
      start() + parallel('fork') + subProcess('outer', inside) + boundary('halt', 'outer', message('halted')) + user('interrupted') + user('after') + otherBranch +
        flows('start -> fork -> outer -> after', 'fork -> back', 'halt -> interrupted'),
      roots,
    ),
  );
};

export const startCrowd = (executable: Executable, size: number): BareCase => new BareCase(executable).start({ size, key: 'k' });
