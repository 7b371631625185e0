/** The tables that are not derived from events: the journal itself, what is on its way, and what operators read. */
import { bytea, instant, instantOrNull, int2, int4, int8, int8OrNull, table, text, textOrNull, texts, xid8 } from '../table/table.ts';

export const installation = table('installation', { id: int2, log: text, timeline: int4, createdAt: instant, floor: texts });

export const process = table('process', { id: text, version: text, reads: texts, startedAt: instant, heartbeat: instant });

export const step = table('step', {
  stream: int8, seq: int4, commandId: text, record: bytea, hash: bytea, payload: textOrNull, xid: xid8, timeline: int4,
});

export const snapshot = table('snapshot', { stream: int8, seq: int4, state: text });

export const inbox = table('inbox', { source: int8, sourceSeq: int4, target: int8, n: int4, id: text, command: text, createdAt: instant });

export const idempotency = table('idempotency', { key: text, fingerprint: text, stream: int8, createdAt: instant, answer: textOrNull });

export const erasure = table('erasure', { stream: int8, erasedAt: instant, actor: text, onBehalfOf: textOrNull, because: text, steps: int4 });

export const fault = table('fault', { id: int8, stream: int8OrNull, command: text, message: text, createdAt: instant });

/** Credentials and sessions: outside the journal, for they are secrets. */
export const credential = table('credential', { userId: text, passwordHash: text, changedAt: instant });

export const apiKeySecret = table('api_key_secret', { id: text, hash: bytea, lastUsedAt: instantOrNull });

export const session = table('session', {
  hash: bytea, id: text, userId: text, method: text, createdAt: instant, lastUsedAt: instant, expiresAt: instant, address: textOrNull, userAgent: textOrNull,
  claims: texts,
});

export const externalIdentity = table('external_identity', { issuer: text, subject: text, userId: text });

export const setupLink = table('setup_link', { hash: bytea, expiresAt: instant });

export const accessVersion = table('access_version', { version: int8 });

/** What a person has typed into a task and not sent, and how he looks at lists: outside the journal, for it is nobody's act. */
export const taskDraft = table('task_draft', { userTaskKey: int8, person: text, input: text, updatedAt: instant });

export const savedView = table('saved_view', { id: text, person: text, name: text, screen: text, query: text, updatedAt: instant });

/** The log over all streams (`runtime/seal`). */
export const logLeaf = table('log_leaf', { index: int8, stream: int8, seq: int4, hash: bytea });

export const logNode = table('log_node', { level: int2, index: int8, hash: bytea });

export const logReading = table('log_reading', { number: int8, size: int8, cluster: text, xid: xid8, stream: int8, seq: int4 });

export const logHeads = table('log_heads', { size: int8, streams: int8, root: bytea });

export const logPage = table('log_page', { depth: int2, prefix: int8, hashes: bytea });

export const logCheckpoint = table('log_checkpoint', { origin: text, size: int8, root: bytea, headsSeq: int4, headsSize: int8, note: text, signedAt: instant });

export const logCosignature = table('log_cosignature', { origin: text, size: int8, kind: text, name: text, content: text, receivedAt: instant });
