/** The scenario format of `definitions/README.md`, checked by zod. */
import { z } from 'zod';

const text = z.union([z.string(), z.record(z.string(), z.string())]);
const variables = z.record(z.string(), z.json());

const taskExpectation = z.strictObject({
  assignee: z.string().nullable().optional(),
  candidateGroups: z.array(z.string()).optional(),
  candidateUsers: z.array(z.string()).optional(),
  formId: z.string().optional(),
  priority: z.int().optional(),
  dueDate: z.string().nullable().optional(),
});

const expectation = z.strictObject({
  status: z.enum(['active', 'completed', 'terminated']).optional(),
  active: z.array(z.string()).optional(),
  tasks: z.record(z.string(), taskExpectation).optional(),
  jobs: z.array(z.string()).optional(),
  timers: z.array(z.string()).optional(),
  messages: z.array(z.string()).optional(),
  accepts: z.array(z.string()).optional(),
  variables: variables.optional(),
  incidents: z.array(z.string()).optional(),
});

/** What every step may say besides what is done. */
const about = { by: z.string().optional(), note: text.optional(), expect: expectation.optional() };
const may = { ...about, rejected: z.string().min(1).optional() };

const step = z.union([
  z.strictObject({ complete: z.string(), variables: variables.default({}), ...may }),
  z.strictObject({ assign: z.string(), to: z.string(), ...may }),
  z.strictObject({ event: z.string(), data: variables.default({}), ...may }),
  z.strictObject({ message: z.string(), key: z.string(), variables: variables.default({}), timeToLive: z.string().optional(), ...about }),
  z.strictObject({ job: z.string(), variables: variables.default({}), ...may }),
  z.strictObject({ job: z.string(), error: z.string(), message: z.string().default(''), variables: variables.default({}), ...may }),
  z.strictObject({ job: z.string(), fail: z.string(), retries: z.int().min(0).default(0), ...may }),
  z.strictObject({ resolve: z.string(), retries: z.int().min(1).optional(), ...may }),
  z.strictObject({ wait: z.string(), ...about }),
  z.strictObject({ set: variables, ...may }),
  z.strictObject({ cancel: z.literal(true), ...about }),
  z.strictObject({ expect: expectation, note: text.optional() }),
]);

export const scenarioFormat = z.strictObject({
  title: text,
  description: text.optional(),
  /** Id of the process or statechart of the folder; may be left out when there is only one. */
  definition: z.string().optional(),
  /** When the case is started, ISO 8601 with zone. */
  now: z.string(),
  /** Groups of the people who act. */
  people: z.record(z.string(), z.array(z.string())).default({}),
  start: z.strictObject({ variables: variables.default({}), by: z.string().optional(), rejected: z.string().optional(), expect: expectation.optional() }),
  steps: z.array(step),
});

export type Scenario = z.infer<typeof scenarioFormat>;
export type ScenarioStep = z.infer<typeof step>;
export type Expectation = z.infer<typeof expectation>;
