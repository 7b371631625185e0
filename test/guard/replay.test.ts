/** What commands led to when it was recorded, they lead to now. `npm run guard:record` records anew. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../harness/databases.ts';
import { openApp, type GuardApp } from './open-app.ts';
import { readRecording, recordingNames, type Script } from './recording.ts';
import { differencesOf } from './replay.ts';

const onPostgres = databases.find(({ kind }) => kind === 'Postgres')!;

const opened = (): { app: GuardApp } => {
  const context = {} as { app: GuardApp };
  beforeAll(async () => {
    context.app = await openApp(await onPostgres.open());
  });
  afterAll(() => context.app.close());
  return context;
};

describe.each(recordingNames())('recordings/%s.json', (name) => {
  const context = opened();

  it('happens again as it was recorded', { timeout: 300_000 }, async () => {
    const differences = await differencesOf(context.app, readRecording(name));
    expect(differences.join('\n')).toBe('');
    const faults = await context.app.send({ method: 'GET', path: '/api/faults' });
    expect(JSON.parse(faults.text)).toEqual({ items: [] });
  });
});

describe('a recording of something else', () => {
  const context = opened();
  const recording = readRecording('gateways');

  /** What is found when one script of the recording is changed. */
  const found = async (script: string, change: (script: Script) => void): Promise<readonly string[]> => {
    const planted = structuredClone(recording.scripts.find(({ name }) => name === script)!);
    change(planted);
    return differencesOf(context.app, { ...recording, scripts: [planted] });
  };

  it('is told by its first difference: the script, the command, and what is another', async () => {
    const differences = await found('parallel-gateway', ({ steps }) => {
      steps[2]!.gives.changes!['task c#1'] = { state: 'CANCELED', to: 0 };
      steps[3]!.gives.answer = '500';
    });
    expect(differences).toEqual([
      "Script 'parallel-gateway', command 3 (POST /v2/user-tasks/{task c#1}/completion): Expected changes › task c#1 › state to be \"CANCELED\", but it is \"COMPLETED\"",
    ]);
  });

  it('differs in the order in which elements begin', async () => {
    const differences = await found('link-events', ({ steps }) => {
      const { gives } = steps[1]!;
      gives.changes = Object.fromEntries(Object.entries(gives.changes!).toReversed());
    });
    expect(differences).toEqual([expect.stringContaining('Expected changes to come in the order')]);
  });

  it('differs in what is there beyond it', async () => {
    const differences = await found('several-end-events', ({ steps }) => {
      delete steps[1]!.gives.changes!['element b#1'];
    });
    expect(differences).toEqual([expect.stringContaining('Expected changes › element b#1 to be nothing, but it is {"type":"USER_TASK"')]);
  });

  it('differs in timers that fire', async () => {
    const differences = await found('event-based-gateway', ({ steps }) => {
      const step = steps.find(({ gives }) => gives.fired !== undefined)!;
      step.gives.fired = ['late at 29'];
    });
    expect(differences).toEqual([expect.stringContaining('Expected fired to be ["late at 29"], but it is ["late at 30"]')]);
  });

  it('differs in the verdict on the journals', async () => {
    const differences = await found('terminate-end-event', (script) => {
      script.verified = [true, false];
    });
    expect(differences).toEqual(["Script 'terminate-end-event', when its journals are verified: Expected verified to be [true,false], but it is [true,true]"]);
  });
});
