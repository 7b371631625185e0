/** All that wait for the signals of one name, and whoever throws one, meet in one stream. */
import { ranges, streamOfTexts } from '../stream/ranges.ts';

/** Key of the stream. */
export const signalStreamOf = (name: string): bigint => streamOfTexts(ranges.signals, name);
