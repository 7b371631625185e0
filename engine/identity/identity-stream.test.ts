import { describe, expect, it } from 'vitest';
import { decideOn, engineActor, renderSentence } from '../stream/index.ts';
import { identityStream, identityStreamKey, type Grant, type IdentityCommand, type IdentityState } from './index.ts';

const admin: Grant = { role: 'admin', scope: [] };

const create = (user: string, more: Partial<Extract<IdentityCommand, { type: 'CreateUser' }>> = {}): IdentityCommand =>
  ({ type: 'CreateUser', user, name: user.toUpperCase(), email: null, sample: false, grants: [], groups: [], ...more });

class Directory {
  readonly state: IdentityState = identityStream.initial();

  ask(command: IdentityCommand): string | readonly string[] {
    const facts = { stream: identityStreamKey, order: { id: '1', actor: engineActor }, now: 0, zone: 'UTC', library: { decision: () => undefined }, answer: () => undefined };
    const decision = decideOn(identityStream, { state: this.state, model: undefined, command }, facts);
    if (decision.kind === 'rejected') return renderSentence(decision.sentence, identityStreamKey);
    return decision.kind === 'accepted' ? decision.events.map(({ type }) => type) : 'need';
  }

  given(...commands: readonly IdentityCommand[]): this {
    for (const command of commands) {
      const answer = this.ask(command);
      if (typeof answer === 'string') throw new Error(answer);
    }
    return this;
  }
}

describe('the directory', () => {
  it('takes a user with roles and groups in one step', () => {
    const directory = new Directory().given({ type: 'CreateGroup', group: 'buyers', name: 'Buyers', description: null });
    expect(directory.ask(create('li', { grants: [admin, admin], groups: ['buyers'] }))).toEqual(['UserCreated', 'RoleGranted', 'MemberAdded']);
  });

  it.each([
    ['an address', 'li@example.org'], ['a space', 'li min'], ['nothing', ''], ['the engine', 'engine'], ['nobody', 'anonymous'], ['too much', 'x'.repeat(65)], ['a dot at the end', 'li.'],
  ])('refuses %s as an id', (_what, id) => {
    expect(new Directory().ask(create(id))).toMatch(/^Expected the id of a user to be at most 64 letters and digits/);
  });

  it.each(['李敏', 'li.min', 'x', 'josé-2'])('takes %s as an id', (id) => {
    expect(new Directory().ask(create(id))).toEqual(['UserCreated']);
  });

  it('gives the id of somebody who is gone to nobody else', () => {
    const directory = new Directory().given(create('li'), { type: 'DeleteUser', user: 'li' });
    expect(directory.ask(create('li'))).toMatch(/somebody else had that id/);
  });

  it.each<[string, IdentityCommand]>([
    ['is disabled', { type: 'SetUserActive', user: 'li', isActive: false }],
    ['is deleted', { type: 'DeleteUser', user: 'li' }],
    ['loses the role', { type: 'RevokeRole', to: { kind: 'user', id: 'li' }, role: 'admin' }],
  ])('keeps its last administrator when he %s', (_what, command) => {
    const directory = new Directory().given(create('li', { grants: [admin] }), create('wang'));
    const before = JSON.stringify(directory.state);
    expect(directory.ask(command)).toMatch(/somebody to be left who may administer/);
    expect(JSON.stringify(directory.state)).toBe(before);
    directory.given({ type: 'GrantRole', to: { kind: 'user', id: 'wang' }, grant: admin });
    expect(directory.ask(command)).toBeInstanceOf(Array);
  });

  it('counts administrators by their groups', () => {
    const directory = new Directory().given(
      { type: 'CreateGroup', group: 'it', name: 'IT', description: null }, create('li', { groups: ['it'] }),
      { type: 'GrantRole', to: { kind: 'group', id: 'it' }, grant: admin },
    );
    expect(directory.ask({ type: 'RemoveMember', group: 'it', user: 'li' })).toMatch(/somebody to be left/);
    expect(directory.ask({ type: 'DeleteGroup', group: 'it' })).toMatch(/somebody to be left/);
  });

  it('forgets what hung on a group that is deleted', () => {
    const directory = new Directory().given(
      { type: 'CreateGroup', group: 'it', name: 'IT', description: null }, create('li', { groups: ['it'] }),
      { type: 'GrantRole', to: { kind: 'group', id: 'it' }, grant: { role: 'operator', scope: ['b', 'a', 'b'] } },
    );
    expect(directory.ask({ type: 'DeleteGroup', group: 'it' })).toEqual(['MemberRemoved', 'RoleRevoked', 'GroupDeleted']);
  });

  it('changes the scope of a role that is granted again', () => {
    const to = { kind: 'user', id: 'li' } as const;
    const directory = new Directory().given(create('li', { grants: [{ role: 'owner', scope: ['a'] }] }));
    expect(directory.ask({ type: 'GrantRole', to, grant: { role: 'owner', scope: ['a'] } })).toEqual([]);
    expect(directory.ask({ type: 'GrantRole', to, grant: { role: 'owner', scope: [] } })).toEqual(['RoleGranted']);
    expect(directory.state.grants.entries()).toHaveLength(1);
  });

  it('is the same from its snapshot', () => {
    const directory = new Directory().given(
      { type: 'CreateGroup', group: 'it', name: 'IT', description: 'x' }, create('li', { groups: ['it'], grants: [admin] }),
      { type: 'CreateApiKey', apiKey: 'k1', name: 'worker', expires: 5, grants: [{ role: 'worker', scope: ['pay'] }] }, create('wang'), { type: 'DeleteUser', user: 'wang' },
    );
    const snapshot: unknown = JSON.parse(JSON.stringify(directory.state));
    expect(JSON.parse(JSON.stringify(identityStream.restore(snapshot)))).toEqual(snapshot);
  });
});
