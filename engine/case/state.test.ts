import { describe, expect, it } from 'vitest';
import { caseOf, catching, flows, messages, node, parallel, service, start, timer, user } from '../../test/case/bpmn-xml.ts';
import { stored } from '../../test/case/stored-state.ts';
import { initialState, restoreState } from './state.ts';

const busy = () =>
  caseOf(
    start() + parallel('fork') + service('job', '', 'type="=kind"') + user('task') + parallel('join') + user('after') +
      node('subProcess', 'sub', { content: start('s') + catching('late', timer('timeDuration', 'PT1H')) + flows('s -> late') }) +
      node('receiveTask', 'wait', { attributes: 'messageRef="paid"' }) + node('manualTask', 'hand') +
      flows('start -> fork', 'fork -> job -> join', 'fork -> hand -> join -> after', 'fork -> sub', 'fork -> task', 'fork -> wait'),
    messages('paid'),
  );

describe('a case', () => {
  it('that is new has nothing', () => {
    expect(initialState().toJSON()).toEqual({
      status: 'new', definition: null, initiator: null, lastOrdinal: 0, continuation: null, configuration: null,
      elements: [], tokens: { waiting: [], ready: [] }, variables: [], userTasks: [], jobs: [], timers: [], subscriptions: [], incidents: [],
    });
  });

  it('comes back from its snapshot as it was, whatever order JSON has its names in', async () => {
    const driver = (await busy()).start({ kind: 5, key: 'k' });
    const snapshot = driver.state.toJSON();
    expect(Object.entries(snapshot).filter(([, part]) => Array.isArray(part) && part.length === 0).map(([name]) => name)).toEqual(['jobs']);
    expect(restoreState(snapshot).toJSON()).toEqual(snapshot);
    expect(stored(JSON.stringify(snapshot)).toJSON()).toEqual(snapshot);
  });

  it('has nothing in common with the one that it was restored from', async () => {
    const driver = (await busy()).start({ kind: 'k', key: 'k' });
    const copy = restoreState(driver.state.toJSON());
    const before = JSON.stringify(copy);
    driver.complete('job').complete('task').complete('after').message('paid', 'k').advance(3_600_000);
    expect(driver.state.status).toBe('completed');
    expect(JSON.stringify(copy)).toBe(before);
  });
});
