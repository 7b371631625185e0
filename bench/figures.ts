/** What a round measures. Of each of them less is better, so that all are compared alike. */
export const figureNames = [
  'cpuMsPerCase',
  'nodeMsPerCase',
  'serverMsPerCase',
  'workerMsPerCase',
  'postgresMsPerCase',
  'redisMsPerCase',
  'vacuumMsPerCase',
  'walBytesPerCase',
  'commitsPerCase',
  'wallMsPerCase',
  'startP50Ms',
  'startP99Ms',
  'completeP50Ms',
  'completeP99Ms',
  'searchesPerCase',
  'loadMsPerCase',
] as const;

export type FigureName = (typeof figureNames)[number];

/** Embedded there is one process, and nothing is known of the stores inside it. */
export type Figures = Partial<Readonly<Record<FigureName, number>>>;

export const isFigureName = (name: string): name is FigureName => (figureNames as readonly string[]).includes(name);
