/** Who acts. Ids are opaque; names, addresses and subjects of sign-in providers never stand here. */
export type ActorKind = 'person' | 'client' | 'anonymous' | 'engine';

/** How it was proven who acts. */
export type ActorMethod = 'password' | 'oidc' | 'apiKey' | 'basic' | 'sample' | 'simulated' | 'none';

export interface Actor {
  /** A pseudonym: what it stands for is kept elsewhere and can be erased there. */
  readonly id: string;
  /** `anonymous`: somebody of whom nobody knows who it is. */
  readonly kind: ActorKind;
  readonly method: ActorMethod;
}

/** The engine itself: timers, continuations, messages on their way. */
export const engineActor: Actor = { id: 'engine', kind: 'engine', method: 'none' };

/** A client of which nobody knows who it is. */
export const anonymous: Actor = { id: 'anonymous', kind: 'anonymous', method: 'none' };

/** Who asks for a command, and for whom. */
export interface Order {
  /** The command's id; a command takes effect once. */
  readonly id: string;
  readonly actor: Actor;
  readonly onBehalfOf?: Actor;
}

/** Id of the person or client whose act it is: on whose behalf, else who did it; null for the engine. */
export const doneBy = ({ actor, onBehalfOf }: Omit<Order, 'id'>): string | null => {
  const who = onBehalfOf ?? actor;
  return who.kind === 'engine' ? null : who.id;
};
