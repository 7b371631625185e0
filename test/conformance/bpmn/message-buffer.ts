/** Published messages that wait for a subscription until they expire. */
import type { JsonObject } from '../../../engine/json/json.ts';

export interface Message {
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: JsonObject;
  readonly expires: number;
  /** A message correlates once per process. */
  readonly reached: Set<string>;
}

export class MessageBuffer {
  readonly #messages: Message[] = [];

  keep(message: Message): void {
    this.#messages.push(message);
  }

  /** Those that are not over, oldest first. */
  open(now: number): readonly Message[] {
    return this.#messages.filter(({ expires }) => expires > now);
  }

  /** The oldest message for the subscription that its process has not had yet. */
  find(process: string, name: string, correlationKey: string, now: number): Message | undefined {
    return this.#messages.find(
      (message) =>
        message.name === name && message.correlationKey === correlationKey && message.expires > now && !message.reached.has(process),
    );
  }
}
