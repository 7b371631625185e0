import { z } from 'zod';

export interface Variables {
  readonly [name: string]: unknown;
}

/**
 * Variables by name, any JSON. The object is passed on as it is: the engine's admission walks its
 * values once, and a copy here would be a second walk.
 */
export const variables = z
  .custom<Variables>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    params: { expected: 'an object of variables' },
  })
  .meta({ type: 'object', additionalProperties: true, description: 'Variables by name; values are any JSON.' });
