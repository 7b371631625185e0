/** Who asks, as proven; what he may. */
import type { Grant, Role } from '../../engine/identity/index.ts';
import { anonymous, type Actor, type ActorMethod } from '../../engine/stream/index.ts';

export interface Principal {
  readonly id: string;
  readonly kind: 'person' | 'client' | 'anonymous';
  readonly name: string;
  readonly email: string | null;
  readonly method: ActorMethod;
  readonly grants: readonly Grant[];
  /** Ids. */
  readonly groups: readonly string[];
  readonly session?: { readonly id: string; readonly expiresAt: string };
}

/** In the default that listens on loopback only, whoever asks owns the machine. */
export const machineOwner: Principal = { id: anonymous.id, kind: 'anonymous', name: 'anonymous', email: null, method: 'none', grants: [{ role: 'admin', scope: [] }], groups: [] };

/** With sign-in configured, a client without credentials may do nothing. */
export const nobody: Principal = { ...machineOwner, grants: [] };

export const actorOf = ({ id, kind, method }: Principal): Actor => ({ id, kind, method });

/** `of`: a definition, or a job type; undefined: some. */
export const hasRole = ({ grants }: Principal, role: Role, of?: string): boolean =>
  grants.some((grant) => grant.role === role && (of === undefined || grant.scope.length === 0 || grant.scope.includes(of)));

/** What the role reaches: null: everything; else only these. Undefined: he has not got it. */
export const scopeOf = ({ grants }: Principal, role: Role): readonly string[] | null | undefined => {
  const given = grants.filter((grant) => grant.role === role);
  if (given.length === 0) return undefined;
  return given.some(({ scope }) => scope.length === 0) ? null : [...new Set(given.flatMap(({ scope }) => scope))];
};
