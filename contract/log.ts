/** The log over all streams: checkpoints, and what proves that one is the beginning of another and that a step is in it. */
import { z } from 'zod';
import { key } from './key.ts';

const size = z.coerce.number<string>().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const checkpointQuery = z.strictObject({ size: size.optional().meta({ description: 'Of so many leaves; default: the newest.' }) });

export const checkpointText = z.string().meta({ description: 'C2SP tlog-checkpoint: origin, size, root, signatures.' });

export const consistencyQuery = z.strictObject({ from: size, to: size });

const hashes = z.array(z.string()).meta({ description: 'SHA-256 each, base64, the nearest first (RFC 6962).' });

export const consistency = z.strictObject({ from: z.int(), to: z.int(), proof: hashes }).meta({ id: 'LogConsistency' });

export const inclusionQuery = z.strictObject({ stream: key, seq: z.coerce.number<string>().int().min(0).max(2_147_483_647), size });

export const inclusion = z.strictObject({ index: z.int(), size: z.int(), proof: hashes }).meta({ id: 'LogInclusion' });

export const logKeys = z
  .strictObject({
    origin: z.string().meta({ description: 'Name of the log.' }),
    keys: z.array(z.strictObject({
      key: z.string().meta({ description: 'C2SP: name+id+base64.' }),
      fingerprint: z.string().meta({ description: 'SHA-256 of the key, hex: for people to compare.' }),
      introducedAt: z.string().meta({ format: 'date-time' }),
      retiredAt: z.string().meta({ format: 'date-time' }).nullable(),
    })),
  })
  .meta({ id: 'LogKeys' });

export const cosignature = z.strictObject({
  size: z.int().min(0),
  line: z.string().min(1).max(1_000).meta({ description: 'The line of a witness under the checkpoint of this size.' }),
});
