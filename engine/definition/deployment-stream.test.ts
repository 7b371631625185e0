import { describe, expect, it } from 'vitest';
import type { Json } from '../json/json.ts';
import { decideOn, engineActor, questionId, renderSentence, siblingKey, type Question } from '../stream/index.ts';
import { deploymentStream, type Defined, type DeploymentState, type LatestVersion } from './index.ts';

const stream = 9n << 24n;
const key = (ordinal: number): string => String(siblingKey(stream, ordinal));

const process = (more: Partial<Defined> = {}): Defined => ({ kind: 'process', id: 'p', resourceName: 'p.bpmn', hash: 'aa', decisions: [], ...more });

const asked = (kind: LatestQuestion['kind'], id: string): string => questionId({ type: 'latestVersion', kind, id });
type LatestQuestion = Extract<Question, { type: 'latestVersion' }>;

const latest = (more: Partial<LatestVersion> = {}): Json => ({ key: '1', version: 3, hash: 'aa', resourceName: 'p.bpmn', ...more });

const deploy = (definitions: readonly Defined[], answers: { readonly [question: string]: Json }, state: DeploymentState = deploymentStream.initial()) =>
  decideOn(
    deploymentStream,
    { state, model: undefined, command: { type: 'Deploy', definitions, sources: {}, about: {} } },
    { stream, order: { id: '1', actor: engineActor }, now: 0, zone: 'UTC', library: { decision: () => undefined }, answer: (question) => answers[questionId(question)] },
  );

describe('a deployment', () => {
  it('gives what is new the first version, and keys in the order of the definitions', () => {
    const decisions = process({ kind: 'decisions', id: 'd', resourceName: 'd.dmn', decisions: ['x', 'y'] });
    const unknown = { [asked('process', 'p')]: null, [asked('decisions', 'd')]: null, [asked('decision', 'x')]: null, [asked('decision', 'y')]: latest({ version: 4 }) };
    expect(deploy([process(), decisions], unknown)).toMatchObject({
      kind: 'accepted',
      events: [
        { type: 'DefinitionDeployed', kind: 'process', key: key(1), id: 'p', version: 1, decisions: [] },
        { type: 'DefinitionDeployed', kind: 'decisions', key: key(2), id: 'd', version: 1, decisions: [{ id: 'x', key: key(3), version: 1 }, { id: 'y', key: key(4), version: 5 }] },
        { type: 'DeploymentMade' },
      ],
    });
  });

  it.each<[string, Partial<LatestVersion>, number | undefined]>([
    ['the same source under the same name', {}, undefined],
    ['another source', { hash: 'bb' }, 4],
    ['another name', { resourceName: 'q.bpmn' }, 4],
  ])('after %s makes a new version only where something is new', (_what, before, version) => {
    const decision = deploy([process()], { [asked('process', 'p')]: latest(before) });
    const events = decision.kind === 'accepted' ? decision.events : [];
    expect(events.map((event) => ('version' in event ? event.version : event.type))).toEqual([...(version === undefined ? [] : [version]), 'DeploymentMade']);
  });

  it('asks for the latest version, and nothing is made until it is told', () => {
    const state = deploymentStream.initial();
    expect(deploy([process()], {}, state)).toEqual({ kind: 'need', questions: [{ type: 'latestVersion', kind: 'process', id: 'p' }] });
    expect(deploymentStream.hasEnded(state)).toBe(false);
  });

  it('is one step: nothing follows', () => {
    const state = deploymentStream.initial();
    deploy([], {}, state);
    expect([deploymentStream.hasEnded(state), state.toJSON()]).toEqual([true, { isMade: true }]);
    expect(deploymentStream.restore({ isMade: true })).toMatchObject({ isMade: true });
    const again = deploy([process()], { [asked('process', 'p')]: null }, state);
    expect(again.kind === 'rejected' && [again.code, renderSentence(again.sentence, stream)]).toEqual(['ALREADY_EXISTS', 'Expected to make a deployment, but it is made already']);
  });

  it('sends nothing to other streams', () => {
    expect(deploymentStream.outgoing(stream, { type: 'DeploymentMade' }, deploymentStream.initial())).toEqual([]);
  });
});
