/** Every limit has a name, and what happens beyond it is said beside it. */
export const limits = {
  /** Activations that one command may cause; the rest are stored as tokens and a `Continue` follows. */
  activationsPerCommand: 1_000,
  /** FEEL evaluation steps, of all expressions of a command, after which the rest is stored as tokens and a `Continue` follows. */
  feelStepsPerCommand: 500_000,
  /** The same for bytes of the values that it writes, as JSON and about. */
  valueBytesPerCommand: 16 * 1024 * 1024,
  /** FEEL evaluation steps of all expressions of a command; what needs more, without a place to stop, is an incident or a rejection. */
  feelBudgetOfCommand: 4_000_000,
  /** How often a case goes on by itself without anything happening from outside; beyond it an incident of the case. */
  continuationsInARow: 1_000,
  /** Elements that one command ends from outside; the rest are ended by the `Continue` that follows. */
  terminationsPerCommand: 1_000,
  /** Subscriptions that one command tells of a signal; the rest are told by the `TellSignals` that follows. */
  subscriptionsToldPerCommand: 1_000,
  /** Live element instances in one case; beyond it the command is rejected. */
  elementInstancesPerCase: 100_000,
  /** Flow nodes of one process, sub-processes included; a larger one is refused at deployment. */
  flowNodesPerProcess: 5_000,
  /** Nesting of sub-processes; a deeper process is refused at deployment. */
  scopeDepth: 50,
  /** Flows into the inclusive gateways of a process, whose upstreams are computed; more are refused at deployment. */
  inclusiveFlowsPerProcess: 500,
  /** Nesting of a JSON value; deeper input is rejected. */
  jsonDepth: 64,
  /** Bytes of one command as JSON; larger input is rejected. */
  commandBytes: 4 * 1024 * 1024,
  /** Bytes of all sources of one deployment; a larger one is rejected. */
  deploymentBytes: 32 * 1024 * 1024,
  /** Characters of a string that an index holds (names, ids, correlation keys, assignees). */
  indexedStringLength: 512,
  /** Variables that one command sets, each a row to search; more are rejected. */
  variablesPerCommand: 10_000,
  /** Characters of a variable's name. */
  variableNameLength: 256,
  /** FEEL evaluation steps of one expression; beyond it an incident. */
  feelBudget: 1_000_000,
  /** Microsteps of one statechart macrostep; beyond it the command is rejected. */
  statechartIterations: 1_000,
  /** Characters of an incident's or a job's error message; the rest is cut. */
  messageLength: 8_192,
  /** Different entries of who came in one minute, of all servers; the rest of it is counted as one. */
  accessEntriesPerMinute: 500,
  /** Steps after which a case is stored as a snapshot again. */
  stepsPerSnapshot: 200,
  /** Bytes that steps have brought after which it is stored sooner, unless it is larger itself. */
  bytesPerSnapshot: 4 * 1024 * 1024,
} as const;
