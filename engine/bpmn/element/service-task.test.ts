import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, error, errors, flows, messages, node, message, problemsOf, processXml, service, start, subProcess, timer, user } from '../../../test/case/bpmn-xml.ts';

const withTask = (more: string, attributes?: string) =>
  caseOf(start() + service('pay', more, attributes) + end() + flows('start -> pay -> end'));

describe('a job', () => {
  it('has the type, retries and headers of the model', async () => {
    const driver = await withTask(
      '<zeebe:taskHeaders><zeebe:header key="url" value="http://x"/></zeebe:taskHeaders>',
      'type="=kind" retries="=2 + 3"',
    );
    driver.start({ kind: 'pay-by-card' });
    expect(driver.eventsOf('JobCreated')).toMatchObject([
      { element: 'pay', jobType: 'pay-by-card', retries: 5, headers: { url: 'http://x' } },
    ]);
  });

  it('has 3 retries unless the model says otherwise', async () => {
    const driver = await withTask('');
    expect(driver.start().eventsOf('JobCreated')).toMatchObject([{ jobType: 'work', retries: 3, headers: {} }]);
  });

  it.each(['type="=1"', 'type="=missing"', 'type="a" retries="=-1"', 'type="a" retries="=&quot;x&quot;"'])(
    'with %s stops with an incident, and its activation runs again when it is resolved',
    async (attributes) => {
      const driver = await withTask('', attributes);
      driver.start();
      expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'extractValue', phase: 'activate' }]);
      driver.accept({ type: 'ResolveIncident', incident: driver.incident('pay') });
      expect(driver.eventsOf('IncidentCreated')).toHaveLength(2);
    },
  );

  it('is not created when a boundary event of its task cannot be armed', async () => {
    const driver = await caseOf(
      start() + service('pay') + boundary('late', 'pay', timer('timeDuration', '=delay')) + end('e2') + flows('start -> pay', 'late -> e2'),
    );
    driver.start();
    expect(driver.eventsOf('JobCreated')).toEqual([]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { delay: 'PT1S' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('pay') });
    expect(driver.eventsOf('JobCreated')).toHaveLength(1);
    expect(driver.eventsOf('TimerScheduled')).toHaveLength(1);
  });

  it('without retries makes an incident that can be resolved once it has some', async () => {
    const driver = await withTask('');
    const job = driver.start().job('pay');
    driver.accept({ type: 'FailJob', job, retries: 1, retryBackOffMs: 500, errorMessage: 'down' });
    expect(driver.eventsOf('IncidentCreated')).toEqual([]);
    driver.accept({ type: 'FailJob', job, retries: 0, retryBackOffMs: 0, errorMessage: 'still down' });
    const incident = driver.incident('pay');
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'jobNoRetries', message: 'still down' }]);
    expect(driver.reject({ type: 'ResolveIncident', incident }).code).toBe('INVALID_STATE');
    driver.accept({ type: 'UpdateJob', job, retries: 1 });
    driver.accept({ type: 'ResolveIncident', incident });
    expect(driver.complete('pay').state.status).toBe('completed');
  });

  it('without retries gets them with the resolution, and keeps what it has more of', async () => {
    const driver = await withTask('');
    const job = driver.start().job('pay');
    const wornOut = (): number => {
      driver.accept({ type: 'FailJob', job, retries: 0, retryBackOffMs: 0, errorMessage: 'down' });
      return driver.incident('pay');
    };

    driver.accept({ type: 'ResolveIncident', incident: wornOut(), retries: 2 });
    expect(driver.state.jobs.get(job)).toMatchObject({ retries: 2 });
    const incident = wornOut();
    driver.accept({ type: 'UpdateJob', job, retries: 5 });
    driver.accept({ type: 'ResolveIncident', incident, retries: 1 });

    expect(driver.state.jobs.get(job)).toMatchObject({ retries: 5 });
    expect(driver.eventsOf('JobRetriesUpdated')).toMatchObject([{ ordinal: job, retries: 2 }, { ordinal: job, retries: 5 }]);
    expect(driver.state.incidents.size).toBe(0);
  });

  it('gives no retries where an incident is about no job', async () => {
    const driver = await withTask('', 'type="=missing"');
    const incident = driver.start().incident('pay');
    expect(driver.reject({ type: 'ResolveIncident', incident, retries: 2 })).toMatchObject({
      code: 'INVALID_STATE',
      message: `Expected to resolve incident with key '${incident}' with 2 retries for its job, but it is not about a job`,
    });
  });

  it('is refused by the model without a type', async () => {
    const problems = await problemsOf(processXml(start() + node('serviceTask', 'pay') + flows('start -> pay')));
    expect(problems).toMatchObject([{ element: 'pay', line: 3 }]);
    expect(problems[0]!.message).toBe("Expected service task 'pay' to have a job type (zeebe:taskDefinition), but it has none");
  });

  it.each([
    ['sendTask', node('sendTask', 'tell', { extension: '<zeebe:taskDefinition type="tell"/>' })],
    ['a message throw event', node('intermediateThrowEvent', 'tell', { extension: '<zeebe:taskDefinition type="tell"/>', content: message('m') })],
    ['a message end event', node('endEvent', 'tell', { extension: '<zeebe:taskDefinition type="tell"/>', content: message('m') })],
    ['a script task with a job type', node('scriptTask', 'tell', { extension: '<zeebe:taskDefinition type="tell"/>' })],
    ['a business rule task with a job type', node('businessRuleTask', 'tell', { extension: '<zeebe:taskDefinition type="tell"/>' })],
  ])('is what %s waits for', async (_what, xml) => {
    const driver = await caseOf(start() + xml + flows('start -> tell'), messages('m'));
    expect(driver.start().eventsOf('JobCreated')).toMatchObject([{ element: 'tell', jobType: 'tell' }]);
    expect(driver.complete('tell', { told: true }).state.status).toBe('completed');
    expect(driver.variables()).toEqual({ told: true });
  });
});

describe('an error thrown by a job', () => {
  const inSubProcess = () =>
    caseOf(
      start() +
        subProcess('sub', start('s') + service('pay') + flows('s -> pay')) +
        boundary('any', 'sub', error()) + user('look') +
        boundary('broke', 'sub', error('BROKE')) + user('fix') +
        flows('start -> sub', 'broke -> fix', 'any -> look'),
      errors('BROKE'),
    );

  it('goes to the boundary event for its code, which interrupts', async () => {
    const driver = (await inSubProcess()).start();
    driver.throwError('pay', 'BROKE', { reason: 'empty' });
    expect(driver.active).toEqual(['fix']);
    expect(driver.variables()).toEqual({ reason: 'empty' });
    expect(driver.eventsOf('JobErrorThrown')).toMatchObject([{ caught: true, errorCode: 'BROKE' }]);
    expect(driver.eventsOf('ElementTerminated')).toHaveLength(2);
  });

  it('goes to the one for every error when no code fits', async () => {
    expect((await inSubProcess()).start().throwError('pay', 'OTHER').active).toEqual(['look']);
  });

  it('takes the nearest activity that catches it', async () => {
    const driver = await caseOf(
      start() +
        subProcess('sub', start('s') + service('pay') + boundary('near', 'pay', error()) + user('inside') + flows('s -> pay', 'near -> inside')) +
        boundary('far', 'sub', error('BROKE')) + user('outside') + flows('start -> sub', 'far -> outside'),
      errors('BROKE'),
    );
    expect(driver.start().throwError('pay', 'BROKE').active).toEqual(['inside', 'sub']);
  });

  it('goes through the output mappings of the boundary event', async () => {
    const driver = await caseOf(
      start() + service('pay') +
        boundary('broke', 'pay', error(), { extension: '<zeebe:ioMapping><zeebe:output source="=reason" target="why"/></zeebe:ioMapping>' }) +
        user('fix') + flows('start -> pay', 'broke -> fix'),
    );
    driver.start().throwError('pay', 'X', { reason: 'empty', other: 1 });
    expect(driver.variables()).toEqual({ why: 'empty' });
  });

  it('that nothing catches makes an incident; the job stays and is offered again when it is resolved', async () => {
    const driver = await withTask('');
    const job = driver.start().job('pay');
    driver.throwError('pay', 'unknown');
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'unhandledError', phase: 'job', job }]);
    expect(driver.reject({ type: 'CompleteJob', job, variables: {} }).code).toBe('INVALID_STATE');
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('pay') });
    expect(driver.eventsOf('JobOffered')).toHaveLength(1);
    expect(driver.complete('pay').state.status).toBe('completed');
  });
});
