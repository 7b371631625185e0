/** Ends a hook that waits for something only where it must: a promise in each hook of each request would cost more than most hooks. */
import type { HookHandlerDoneFunction } from 'fastify';

/** `work`: what is left to be done; it throws, or is rejected with, what the request is refused with. */
export const doneWhen = async (work: Promise<void>, done: HookHandlerDoneFunction): Promise<void> => {
  let failure: Error | undefined;
  try {
    await work;
  } catch (error) {
    failure = error as Error;
  }
  done(failure);
};
