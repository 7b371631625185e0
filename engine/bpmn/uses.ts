/** What a process calls and shows, as far as it is literal. */
import type { Uses } from '../case/compilation.ts';
import { literalUses } from '../work/uses.ts';
import type { ProcessModel } from './model.ts';

export const usesOf = ({ nodes }: ProcessModel, startFormId: string | null): Uses =>
  literalUses(nodes.flatMap(({ work }) => (work === null ? [] : [work])), [startFormId]);
