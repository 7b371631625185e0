/** C2SP tlog-checkpoint: the head of a log as the text of a signed note. c2sp.org/tlog-checkpoint */
import { base64Of, bytesOfBase64 } from '../json/base64.ts';
import { hashLength } from '../journal/hash.ts';
import type { TreeHead } from './merkle-tree.ts';
import { isKeyName, NoteError, readNote, type SignedNote } from './signed-note.ts';

export interface Checkpoint extends TreeHead {
  /** Names the log. */
  readonly origin: string;
}

export interface SignedCheckpoint extends Checkpoint, SignedNote {}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${base64Of(root)}\n`;

/** @throws NoteError */
export const readCheckpoint = (note: string): SignedCheckpoint => {
  const signed = readNote(note);
  const [origin = '', sizeText = '', rootText = '', ...rest] = signed.text.split('\n');
  const root = bytesOfBase64(rootText);
  const size = Number(sizeText);
  if (!isKeyName(origin)) throw new NoteError(`Expected a checkpoint to begin with the name of its log, but found '${origin.slice(0, 200)}'`);
  if (!/^(?:0|[1-9]\d{0,15})$/.test(sizeText) || !Number.isSafeInteger(size)) throw new NoteError(`Expected the size of a log on the second line of a checkpoint, but found '${sizeText.slice(0, 200)}'`);
  if (root?.length !== hashLength) throw new NoteError(`Expected the hash of a tree on the third line of a checkpoint, but found '${rootText.slice(0, 200)}'`);
  if (rest.length !== 1 || rest[0] !== '') throw new NoteError('Expected a checkpoint of three lines, but it has more');
  return { ...signed, origin, size, root };
};
