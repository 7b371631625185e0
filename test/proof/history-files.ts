/** The streams that releases have written (`test/history`), each as a case file. */
import { caseFileOf, caseFileText } from '../../engine/journal/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { historyNames, readHistory, releases } from '../history/recorded-history.ts';
import { made } from './proven-file.ts';
import type { Variant } from './tamper.ts';

const encoder = new TextEncoder();

/** About so many of them, spread over all. */
export const historyFiles = (most: number): Variant[] => {
  const all = releases().flatMap((release) =>
    historyNames(release).flatMap((name) => {
      const { log, streams } = readHistory(release, name);
      return streams.map(({ stream, steps }) => ({ what: `${release} ${name} ${stream}`, log, steps }));
    }));
  const every = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, at) => at % every === 0).map(({ what, log, steps }) => ({
    what, text: caseFileText(caseFileOf(steps.map(([record, payload]) => ({ record: encoder.encode(record), payload })), sha256, { log, made })),
  }));
};
