/** BullMQ queues: one per job type that has a handler, so that a worker gets only what it can do. */
export type QueueName = 'timers' | 'inbox' | 'maintenance' | 'sealing' | `jobs-${string}`;

/** A name may hold no colon. */
export const jobsQueue = (jobType: string): QueueName => `jobs-${encodeURIComponent(jobType)}`;
