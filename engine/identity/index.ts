/** The directory's public door. */
export { roles } from './command.ts';
export type { Grant, Grantee, GranteeKind, IdentityCommand, IdentityEvent, Role } from './command.ts';
export { isId } from './id.ts';
export { identityStream, identityStreamKey } from './identity-stream.ts';
export type { IdentityState } from './state.ts';
