import { describe, expect, it } from 'vitest';
import { caseOf, end, exclusive, flows, mapping, processXml, start, user } from '../../test/case/bpmn-xml.ts';

import { drive, problemsOf as statechartProblems } from '../../test/statechart/drive.ts';
import { compileBpmn } from '../bpmn/index.ts';
import { feelEngine } from '../feel/index.ts';
import type { Actor } from '../stream/index.ts';
import { Completers } from './completers.ts';
import { UndoLog } from '../stream/undo-log.ts';
import { functionsOf } from './who-acted.ts';

const person = (id: string): Actor => ({ id, kind: 'person', method: 'password' });

/** Whoever acts changes. */
const by = (id: string): { actor: Actor } => ({ actor: person(id) });

const warningsOf = async (xml: string): Promise<readonly unknown[]> => {
  const compilation = await compileBpmn(xml, feelEngine);
  return compilation.ok ? compilation.warnings : compilation.problems;
};

const quoted = (text: string): string => text.replaceAll('"', '&quot;');
const others = quoted('=["ann", "bob", "cid"][item != initiator() and item != completer("check")]');

describe('who acted, in expressions', () => {
  it('given a case that ann began and bob checked, then its approval is for anybody but them, in mappings and conditions too', async () => {
    const options = by('ann');
    const driver = await caseOf(
      start() + user('check', '<zeebe:assignmentDefinition candidateUsers="ann, bob, cid"/>')
      + user('approve', `<zeebe:assignmentDefinition candidateUsers="${others}"/>${mapping({ asked: '=initiator()', checked: '=completer("check")' }, { 'report.by': '=completer("approve")' })}`)
      + exclusive('who', 'different') + end('same') + end('different')
      + flows('start -> check -> approve -> who', 'who -> same if initiator() = completer("approve")', 'who -> different'),
      '', options,
    );
    driver.start();
    options.actor = person('bob');
    driver.complete('check');
    expect(driver.eventsOf('UserTaskCreated').at(-1)).toMatchObject({ element: 'approve', candidateUsers: ['cid'] });
    expect(driver.variables(driver.instancesOf('approve')[0])).toEqual({ asked: 'ann', checked: 'bob' });
    driver.evict('journal');
    options.actor = person('cid');
    driver.complete('approve');
    expect(driver.eventsOf('ElementCompleted').length).toBeGreaterThan(3);
    expect(driver.eventsOf('ElementActivated').at(-1)).toMatchObject({ element: 'different' });
    expect(driver.variables()).toEqual({ report: { by: 'cid' } });
  });

  it('is there for a statechart as well: of states by their id, the last one where it was done twice', async () => {
    const options = by('ann');
    const userTask = { candidateUsers: ['ann', 'bob'] };
    const driver = await drive({
      initial: 'check',
      states: {
        check: { invoke: { userTask, onDone: [{ guard: '=completer("check") = initiator()', target: 'check', reenter: true }, { target: 'approve', actions: { assign: { checkedBy: '=completer("check")' } } }] } },
        approve: { invoke: { userTask: { assignee: '=if completer("check") = "bob" then "cid" else null' }, onDone: 'end' } },
        end: { type: 'final' },
      },
    }, {}, options);
    driver.complete('check');
    expect(driver.active).toEqual(['check']);
    options.actor = person('bob');
    driver.complete('check');
    expect(driver.eventsOf('UserTaskCreated').at(-1)).toMatchObject({ element: 'approve', assignee: 'cid' });
    expect(driver.variables()).toEqual({ checkedBy: 'bob' });
  });

  it('given variables of the same names, then neither hides the other', async () => {
    const options = by('ann');
    const driver = await caseOf(start() + user('a', mapping({ both: '=[initiator, initiator(), completer]' })) + end() + flows('start -> a -> end'), '', options);
    driver.start({ initiator: 'mine', completer: 'too' });
    expect(driver.variables(driver.instancesOf('a')[0])).toEqual({ both: ['mine', 'ann', 'too'] });
  });

  it('is null of what nobody has done, of what is no text, and of the engine', async () => {
    const driver = await caseOf(start() + user('a', mapping({ who: '=[initiator(), completer("a"), completer("none"), completer(5)]' })) + end() + flows('start -> a -> end'));
    driver.start();
    expect(driver.variables(driver.instancesOf('a')[0])).toEqual({ who: [null, null, null, null] });
  });

  it('is known at deployment, other functions are warned of', async () => {
    const asking = (text: string) => warningsOf(processXml(start() + user('a', mapping({ x: text })) + end() + flows('start -> a -> end')));
    expect(await asking('=[initiator(), completer("a")]')).toEqual([]);
    expect(await asking('=iniciator()')).toMatchObject([{ message: expect.stringContaining("there is no 'iniciator'") as string }]);
    expect(await statechartProblems({ initial: 'a', states: { a: { always: { guard: '=initiator() = null', target: 'b' } }, b: { type: 'final' } } })).toEqual([]);
  });

  it('was not there for what older kernels have decided', () => {
    const functions = { get: () => undefined };
    const ctx = { draft: {} as never, functions };
    expect(functionsOf({ ...ctx, draft: { state: {} } as never, kernel: 6 })).toBe(functions);
    expect(functionsOf({ ...ctx, draft: { state: { initiator: 'ann' } } as never, kernel: 7 }).get('initiator')?.call([])).toBe('ann');
  });

  it('keeps one of each element, and what is undone was never there', () => {
    const undo = new UndoLog();
    const completers = new Completers(undo);
    for (let n = 0; n < 1_000; n += 1) completers.set(`e${n % 3}`, `p${n}`);
    undo.open();
    completers.set('e0', 'x');
    completers.set('new', null);
    undo.discard();
    expect(completers.toJSON()).toEqual([['e0', 'p999'], ['e1', 'p997'], ['e2', 'p998']]);
  });
});
