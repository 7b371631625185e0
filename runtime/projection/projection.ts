/** What the rows of an event are made with. */
import type { CanonicalTexts } from '../../engine/journal/index.ts';
import type { ProjectionRows } from './projection-rows.ts';

export interface Projection {
  readonly rows: ProjectionRows;
  /** Key of the stream. */
  readonly stream: bigint;
  /** ISO time of the step. */
  readonly at: string;
  readonly texts: CanonicalTexts;
}
