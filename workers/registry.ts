/** Handlers by job type. Jobs of other types wait for workers of the outside (`/v2/jobs/activation`). */
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import type { Handler, HandlerOptions } from './handler.ts';
import { assignNumber } from './handlers/assign-number.ts';

export interface Registration {
  readonly handler: Handler;
  readonly concurrency: number;
}

const defaultConcurrency = 100;

export class HandlerRegistry {
  readonly #handlers = new Map<string, Registration>();

  /** @throws Error when the type has a handler already. */
  register(type: string, handler: Handler, { concurrency = defaultConcurrency }: HandlerOptions = {}): this {
    if (this.#handlers.has(type)) throw new Error(`Expected one handler for jobs of type '${type}', but a second one was registered`);
    if (!Number.isInteger(concurrency) || concurrency < 1)
      throw new Error(`Expected the concurrency of '${type}' to be a whole number from 1, but it is ${concurrency}`);
    this.#handlers.set(type, { handler, concurrency });
    return this;
  }

  find(type: string): Registration | undefined {
    return this.#handlers.get(type);
  }

  get types(): string[] {
    return [...this.#handlers.keys()];
  }
}

/** The handlers that come with Acta: they need nothing but the job. */
export const builtInHandlers = (): HandlerRegistry => new HandlerRegistry().register('acta.number', assignNumber);

const isObject = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

/**
 * Adds the handlers of a module whose default export maps job types to handlers, or to
 * `{ handler, concurrency }`.
 *
 * @throws Error when the module cannot be loaded or has another shape.
 */
export const loadHandlers = async (registry: HandlerRegistry, file: string): Promise<void> => {
  const module = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
  const map = module.default;
  if (!isObject(map)) throw new Error(`Expected ${file} to export a map of handlers as its default, but it does not`);
  for (const [type, entry] of Object.entries(map)) {
    const { handler, concurrency } = isObject(entry) ? entry : { handler: entry, concurrency: undefined };
    if (!isHandler(handler)) throw new Error(`Expected ${file} to give a function for jobs of type '${type}', but it gives ${typeof handler}`);
    registry.register(type, handler, concurrency === undefined ? {} : { concurrency: Number(concurrency) });
  }
};
