import { describe, expect, it } from 'vitest';
import { DirectoryView, type DirectoryGrant, type DirectoryUser } from './directory.ts';

const user = (id: string, more: Partial<DirectoryUser> = {}): [string, DirectoryUser] =>
  [id, { id, name: id, email: null, isActive: true, isSample: false, createdAt: '2026-01-01T00:00:00Z', groups: [], ...more }];

const view = (users: readonly [string, DirectoryUser][], to: DirectoryGrant['to'], members: readonly string[] = []): DirectoryView =>
  new DirectoryView(1n, {
    users: new Map(users), keys: new Map(), groups: new Map([['it', { id: 'it', name: 'IT', description: null, members }]]), grants: [{ to, role: 'admin', scope: [] }],
  });

describe('a directory', () => {
  it.each<[string, boolean, DirectoryView]>([
    ['an active user', true, view([user('li')], { kind: 'user', id: 'li' })],
    ['a disabled one', false, view([user('li', { isActive: false })], { kind: 'user', id: 'li' })],
    ['a sample one', false, view([user('wei', { isSample: true })], { kind: 'user', id: 'wei' })],
    ['a group with a real member', true, view([user('li')], { kind: 'group', id: 'it' }, ['li'])],
    ['a group of sample people', false, view([user('wei', { isSample: true })], { kind: 'group', id: 'it' }, ['wei'])],
    ['a claim', true, view([], { kind: 'claim', id: 'admins' })],
    ['an API key', false, view([], { kind: 'apiKey', id: 'k' })],
  ])('given the role of %s, then somebody may administer: %s', (_what, expected, { hasAdministrator }) => {
    expect(hasAdministrator).toBe(expected);
  });
});
