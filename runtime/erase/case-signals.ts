/** What streams of signals hold of one case: the values of the signals that it has thrown. */
import { openDetached, recordOf } from '../../engine/journal/index.ts';
import type { SignalCommand, SignalEvent } from '../../engine/signal/index.ts';
import type { Queryable } from '../port/database.ts';
import { streamSteps } from '../query/case-steps.ts';
import type { Place } from './case-messages.ts';

/** Steps whose values are the case's. A signal of which not everybody was told yet keeps them, for they are still on their way. */
export const placesOfSignals = async (database: Queryable, stream: bigint, caseKey: bigint): Promise<Place[]> => {
  const thrown = new Map<number, Place>();
  const places: Place[] = [];
  for await (const { seq, record, payload } of streamSteps(database, stream)) {
    if (recordOf(record) === undefined) continue;
    for (const event of openDetached<SignalCommand, SignalEvent>(record, payload).events) {
      if (event.type === 'SignalBroadcast' && event.except === String(caseKey) && payload !== null) thrown.set(event.ordinal, { stream, seq });
      const place = event.type === 'SignalTold' && event.isLast ? thrown.get(event.signal) : undefined;
      if (place !== undefined) places.push(place);
    }
  }
  return places;
};
