import { describe, expect, it } from 'vitest';
import { epoch } from '../../test/case/case-driver.ts';
import { drive } from '../../test/statechart/drive.ts';

const done = { type: 'final' };
const DAY = 86_400_000;
const chartWith = (state: object, more: object = {}) => ({ initial: 's', states: { s: { on: { END: 'end' }, ...state }, end: done }, ...more });

describe('work that a state invokes', () => {
  it('is a user task with everything that Camunda knows of it', async () => {
    const userTask = {
      name: '="Check " + subject', assignee: '=who', candidateGroups: ['a', 'b'], candidateUsers: '=["ann"]',
      dueDate: '=now() + duration("P1D")', followUpDate: '2030-01-01', priority: '=urgency * 10', formId: 'check',
      headers: { nameEn: 'Check' }, input: { total: '=net + parameters.tax' },
    };
    const driver = await drive(chartWith({ invoke: { userTask, onDone: 'end' } }, { parameters: { tax: { value: 2 } } }), {
      subject: 'it', who: 'bob', urgency: 7, net: 5,
    });
    expect(driver.eventsOf('UserTaskCreated')).toMatchObject([{
      element: 's', name: 'Check it', assignee: 'bob', candidateGroups: ['a', 'b'], candidateUsers: ['ann'],
      dueDate: '2030-01-02T00:00:00Z', followUpDate: '2030-01-01T00:00:00.000Z', priority: 70, formId: 'check', headers: { nameEn: 'Check' },
    }]);
    expect(driver.eventsOf('ElementActivated')).toMatchObject([{ element: 's', kind: 'userTask' }]);
    expect(driver.variables(driver.instancesOf('s')[0])).toEqual({ total: 7 });
  });

  it('may choose its form, and is called as its state when it has no name of its own', async () => {
    const title = { 'zh-CN': '审核', en: 'Review' };
    const task = { name: '=if urgent then "Review at once" else null', formId: '="form-" + kind' };
    const chart = chartWith({ title, invoke: { userTask: task } });
    const [calm, urgent] = [await drive(chart, { kind: 'a', urgent: false }), await drive(chart, { kind: 'b', urgent: true })];
    expect(calm.eventsOf('UserTaskCreated')).toMatchObject([{ name: '审核', formId: 'form-a' }]);
    expect(urgent.eventsOf('UserTaskCreated')).toMatchObject([{ name: 'Review at once', formId: 'form-b' }]);
    const unnamed = await drive(chartWith({ invoke: { userTask: {} } }));
    expect(unnamed.eventsOf('UserTaskCreated')).toMatchObject([{ name: null, priority: 50, candidateGroups: [] }]);
  });

  it('leads on when it is done, with its result as variables of the case', async () => {
    const onDone = [{ guard: '=event.data.ok = true and amount = 3', target: 'end' }, { guard: '=ok = false', target: 's', reenter: true }];
    const driver = await drive(chartWith({ invoke: { userTask: {}, onDone } }));
    driver.complete('s', { ok: false });
    expect(driver.active).toEqual(['s']);
    driver.complete('s', { ok: true, amount: 3 });
    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toEqual({ ok: true, amount: 3 });
  });

  it('stays open when a person gives a result that leads nowhere', async () => {
    const driver = await drive(chartWith({ invoke: { userTask: {}, onDone: { guard: '=outcome = "yes"', target: 'end' } } }));
    const task = driver.userTask('s');
    expect(driver.reject({ type: 'CompleteUserTask', task, variables: { outcome: 'maybe' } }).message).toBe(
      "Expected to complete the user task of 's', but the statechart cannot go on with this result. Expected onDone of 's' to lead on, but none of its guards holds",
    );
    expect(driver.reject({ type: 'CompleteUserTask', task, variables: { outcome: 5 } }).message).toContain('to be true or false, but it is null');
    expect(driver.variables()).toEqual({});
    driver.complete('s', { outcome: 'yes' });
    expect(driver.state.status).toBe('completed');
  });

  it('may be several things at once, each an element of its own', async () => {
    const invoke = [
      { id: 'ask', userTask: {}, onDone: { actions: { assign: { asked: true } } } },
      { id: 'look', job: { type: 'look' } },
      { id: 'wait', message: { name: 'go', correlationKey: '=id' }, onDone: 'end' },
    ];
    const driver = await drive(chartWith({ invoke }), { id: 7 });
    expect(driver.active).toEqual(['s', 's/ask', 's/look', 's/wait']);
    expect(driver.eventsOf('ElementActivated').map(({ element, kind }) => `${element} ${kind}`)).toEqual([
      's state', 's/ask userTask', 's/look serviceTask', 's/wait receiveTask',
    ]);
    driver.complete('s/ask').complete('s/look', { seen: 1 });
    expect(driver.active).toEqual(['s', 's/wait']);
    expect(driver.variables()).toEqual({ id: 7, asked: true, seen: 1 });
    driver.message('go', '7', { text: 'hi' });
    expect(driver.state.status).toBe('completed');
    expect(driver.variables()).toMatchObject({ text: 'hi' });
  });

  it('is taken away when its state is left', async () => {
    const driver = await drive(chartWith({ after: { P1D: 'end' }, invoke: [{ id: 'u', userTask: {} }, { id: 'm', message: { name: 'm', correlationKey: 'k' } }] }));
    expect(driver.event('END').steps.at(-1)?.events.map(({ type }) => type)).toEqual([
      'UserTaskCanceled', 'ElementTerminated', 'MessageSubscriptionClosed', 'ElementTerminated', 'TimerCanceled', 'ElementCompleted',
      'ElementActivated', 'ElementCompleted', 'StatechartMoved', 'CaseCompleted',
    ]);
  });

  it('catches errors by their code', async () => {
    const onError = [
      { code: ['E1', 'E2'], target: 'end', actions: { assign: { why: '=event.errorCode + ": " + event.errorMessage' } } },
      { code: 'E3', actions: { assign: { why: 'three' } } },
    ];
    const chart = chartWith({ invoke: { job: { type: 'j', retries: '=1 + 1' }, onDone: 'end', onError } });
    const caught = await drive(chart);
    caught.accept({ type: 'ThrowJobError', job: caught.job('s'), errorCode: 'E2', errorMessage: 'bad', variables: { detail: 1 } });
    expect(caught.state.status).toBe('completed');
    expect(caught.variables()).toEqual({ why: 'E2: bad', detail: 1 });
    expect(caught.eventsOf('ElementTerminated')).toHaveLength(1);

    const stays = await drive(chart);
    stays.throwError('s', 'E3');
    expect(stays.active).toEqual(['s']);
    expect(stays.variables()).toEqual({ why: 'three' });

    const uncaught = await drive(chart);
    uncaught.throwError('s', 'E9');
    expect(uncaught.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'unhandledError' }]);
  });
});

describe('delays', () => {
  it.each([
    ['a duration', 'P1DT1H', DAY + 3_600_000],
    ['calendar months', 'P1M', 31 * DAY],
    ['a named duration', 'named', 2 * DAY],
    ['a duration by FEEL', '=duration("PT" + string(hours) + "H")', 5 * 3_600_000],
    ['a duration in a variable', '=wait', DAY],
    ['a point in time', '=date and time("2030-01-04T00:00:00Z")', 3 * DAY],
    ['a point in time in a variable', '=when', 9 * DAY],
  ])('fire after %s', async (_what, delay, ms) => {
    const chart = chartWith({ after: { [delay]: 'end' } }, { delays: { named: 'P2D' } });
    const driver = await drive(chart, { hours: 5, wait: 'P1D', when: '2030-01-10' });
    expect(driver.eventsOf('TimerScheduled')).toMatchObject([{ target: delay, due: epoch + ms, instance: driver.instancesOf('s')[0] }]);
    driver.advance(ms - 1);
    expect(driver.state.status).toBe('active');
    driver.advance(1);
    expect(driver.state.status).toBe('completed');
  });

  it('of a state around others run on while inner states change, and may only act', async () => {
    const chart = {
      context: { late: false },
      initial: 'c',
      states: {
        c: { initial: 'a', on: { END: 'end' }, after: { P1D: { actions: { assign: { late: true } } } }, states: { a: { on: { NEXT: 'b' } }, b: {} } },
        end: done,
      },
    };
    const driver = await drive(chart);
    driver.advance(DAY / 2).event('NEXT').advance(DAY);
    expect(driver.variables()).toEqual({ late: true });
    expect(driver.active).toEqual(['c', 'c.b']);
    expect(driver.timers).toEqual([]);
  });

  it('begin anew when the state is entered again, and do nothing when their guard does not hold', async () => {
    const chart = chartWith({ on: { AGAIN: { target: 's', reenter: true }, END: 'end' }, after: { P1D: { guard: '=late', target: 'end' } } });
    const driver = await drive(chart, { late: false });
    driver.advance(DAY / 2).event('AGAIN').advance(DAY / 2);
    expect(driver.timers).not.toEqual([]);
    driver.advance(DAY / 2);
    expect(driver.active).toEqual(['s']);
    expect(driver.timers).toEqual([]);
  });
});
