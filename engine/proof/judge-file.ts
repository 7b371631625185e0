/**
 * Judges a case file in four grades, separately. Integrity: every byte hashes and chains. Completeness: nothing is
 * missing up to a checkpoint that the log has signed. Time: when others have seen it. Replay: deciding again gives the
 * same. A grade is never better for what the file says of itself: trust comes from the reader.
 */
import {
  canonical, digestBytes, instantOf, instantText, leafHashText, openDetached, openSteps, recordOf, redecide, storedSteps, verifyCaseFile, UnreadableStepError, NotCanonicalError,
  type CaseFile, type CaseFileVerdict, type CaseProof, type CaseStep, type Definitions, type RedecideVerdict, type Sha256,
} from '../journal/index.ts';
import type { Command, Event } from '../case/index.ts';
import { checkpointStreamKey, type CheckpointCommand, type CheckpointEvent } from '../checkpoint/index.ts';
import { bytesOfBase64 } from '../json/base64.ts';
import { readCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { emptyHash, rootByHead } from './heads-map.ts';
import { rootByInclusion, sameHash, type Hash } from './merkle-tree.ts';
import { NoteError, verifySignatures, type VerifiedSignature, type VerifyEd25519 } from './signed-note.ts';
import type { Trust } from './trust.ts';

export type GradeName = 'proven' | 'broken' | 'partly' | 'not judged';

export interface Grade {
  readonly grade: GradeName;
  /** In a sentence; of what is broken: what was expected, and what was found. */
  readonly message: string;
  /** The first step that breaks. */
  readonly seq?: number;
}

export interface FileVerdict {
  readonly integrity: Grade;
  readonly completeness: Grade;
  readonly time: Grade;
  readonly replay: Grade;
  readonly chain: CaseFileVerdict;
}

export interface JudgeOptions {
  readonly sha256: Sha256;
  readonly verify: VerifyEd25519;
  readonly trust: Trust;
  /** Compiled from the file's sources. Absent: not decided again. */
  readonly definitions?: Definitions;
  /** When the text was stamped, in seconds since 1970. Throws what is wrong with the token. Absent: tokens are not looked at. */
  readonly verifyTimeStamp?: (token: Uint8Array, text: string, authorities: string) => Promise<number>;
}

const proven = (message: string): Grade => ({ grade: 'proven', message });
const notJudged = (message: string): Grade => ({ grade: 'not judged', message });
const broken = (message: string, seq?: number): Grade => ({ grade: 'broken', message, ...(seq === undefined ? {} : { seq }) });

export const judgeFile = async (file: CaseFile, options: JudgeOptions): Promise<FileVerdict> => {
  const chain = verifyCaseFile(file, options.sha256);
  const integrity = gradeIntegrity(chain);
  if (!chain.ok) {
    const after = notJudged('not judged: the record itself does not hold');
    return { integrity, completeness: after, time: after, replay: after, chain };
  }
  const { completeness, checkpoint } = await gradeCompleteness(file, options);
  return { integrity, completeness, time: await gradeTime(file, checkpoint, options), replay: await gradeReplay(file, options), chain };
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const gradeIntegrity = (chain: CaseFileVerdict): Grade => {
  if (!chain.ok) return broken(`${chain.message} (${chain.fault})`, chain.seq);
  const steps = chain.steps === 1 ? 'the 1 step is' : `all ${chain.steps} steps are`;
  const said = [
    ...(chain.erased.length === 0 ? [] : [`the values of ${counted(chain.erased.length, 'step')} were erased`]),
    ...(chain.withheld.length === 0 ? [] : [`single values of ${counted(chain.withheld.length, 'step')} are withheld`]),
    ...(chain.clockSetBack.length === 0 ? [] : [`the clock was set back before step ${chain.clockSetBack.join(', ')}`]),
    ...(chain.unknown.length === 0 ? [] : [`${counted(chain.unknown.length, 'step')} of another release were not looked into`]),
  ];
  return proven([`${steps} whole, in order and linked`, ...said].join('; '));
};

/** What is wrong with a proof; the message is a sentence. */
class ProofFault extends Error {
  readonly seq: number | undefined;

  constructor(message: string, seq?: number) {
    super(message);
    this.seq = seq;
  }
}

const hashesOf = (texts: readonly string[], what: string): Hash[] =>
  texts.map((text) => {
    const hash = bytesOfBase64(text);
    if (hash?.length !== 32) throw new ProofFault(`Expected the proof of ${what} to be hashes in base64, but it is not`);
    return hash;
  });

interface Judged {
  readonly completeness: Grade;
  /** undefined: it is not one that the reader trusts. */
  readonly checkpoint: SignedCheckpoint | undefined;
}

const gradeCompleteness = async (file: CaseFile, options: JudgeOptions): Promise<Judged> => {
  const { proof } = file;
  if (proof === null) return { completeness: notJudged('not judged: the file has no checkpoint. Steps may be missing at its end'), checkpoint: undefined };
  try {
    const checkpoint = readCheckpoint(proof.checkpoint);
    const sentence = checkProof(file, proof, checkpoint, options.sha256);
    const signed = await signersOf(checkpoint, options);
    if (signed === undefined)
      return { completeness: notJudged(`not judged: whom to trust for the log ${checkpoint.origin} was not said (--trust). The proof itself is in order`), checkpoint: undefined };
    return { completeness: proven(sentence), checkpoint };
  } catch (error) {
    if (error instanceof ProofFault || error instanceof NoteError) return { completeness: broken(error.message, error instanceof ProofFault ? error.seq : undefined), checkpoint: undefined };
    throw error;
  }
};

/** undefined: the reader knows no key of this log. @throws ProofFault */
const signersOf = async (checkpoint: SignedCheckpoint, { trust, verify }: JudgeOptions): Promise<readonly VerifiedSignature[] | undefined> => {
  const keys = trust.logs.filter(({ origin }) => origin === checkpoint.origin).flatMap((log) => log.keys);
  if (keys.length === 0) {
    if (trust.logs.length === 0) return undefined;
    throw new ProofFault(`Expected a checkpoint of ${trust.logs.map(({ origin }) => origin).join(' or ')}, but it is of the log ${checkpoint.origin}`);
  }
  const signed = await verifySignatures(checkpoint, keys, verify);
  if (signed.length === 0) throw new ProofFault(`Expected the checkpoint of ${checkpoint.origin} to be signed by a key that is trusted, but no signature is of one`);
  return signed;
};

/** What the proof shows. @throws ProofFault */
const checkProof = (file: CaseFile, { heads, last }: CaseProof, checkpoint: SignedCheckpoint, sha256: Sha256): string => {
  const { size } = checkpoint;
  const inTree = (leaf: Hash, { index, path }: { readonly index: number; readonly path: readonly string[] }, what: string, seq?: number): void => {
    const root = rootByInclusion(leaf, { index, size, proof: hashesOf(path, what) }, sha256);
    if (root === undefined || !sameHash(root, checkpoint.root)) throw new ProofFault(`Expected ${what} to be in the log of the checkpoint, but its proof leads elsewhere`, seq);
  };
  inTree(leafHashText(heads.record, sha256), heads, 'the step with the heads of all streams');
  const sealed = headsIn(heads.record);
  const siblings = heads.siblings.map((text) => (text === '' ? emptyHash : digestBytes(text)));
  const root = rootByHead(BigInt(file.stream), { head: { stream: file.stream, ...heads.head }, siblings }, sha256);
  if (root === undefined || !sameHash(root, digestBytes(sealed.root)))
    throw new ProofFault(`Expected step ${heads.head.seq} to be the head of the stream that was sealed, but its proof leads elsewhere`, heads.head.seq);
  const stepAt = (seq: number): Hash => {
    const step = file.steps[seq];
    if (step === undefined) throw new ProofFault(`Expected the steps up to ${seq}, which the log has, but the file ends with step ${file.steps.length - 1}: steps are missing`, file.steps.length);
    return leafHashText(step.record, sha256);
  };
  if (!sameHash(stepAt(heads.head.seq), digestBytes(heads.head.hash)))
    throw new ProofFault(`Expected step ${heads.head.seq} with the hash ${heads.head.hash}, which the log has, but the file has another one`, heads.head.seq);
  if (last.seq < heads.head.seq) throw new ProofFault(`Expected the last step in the log to be ${heads.head.seq} or a later one, but the file says ${last.seq}`, last.seq);
  inTree(stepAt(last.seq), last, `step ${last.seq}`, last.seq);
  return sentenceOf(file, heads.head.seq, last.seq, checkpoint);
};

const sentenceOf = (file: CaseFile, head: number, last: number, { size, origin }: SignedCheckpoint): string => {
  const [between, after] = [last - head, file.steps.length - 1 - last];
  return [
    `nothing is missing up to step ${head}, the stream's last when the heads were sealed for the checkpoint of ${size} leaves of ${origin}`,
    ...(between === 0 ? [] : [`${counted(between, 'later step')} in the log too, after which others may be missing`]),
    ...(after === 0 ? [] : [`${counted(after, 'later step')} in no checkpoint yet`]),
  ].join('; ');
};

/** What the stream of checkpoints said. @throws ProofFault */
const headsIn = (text: string): { readonly root: string; readonly size: number } => {
  try {
    const step = openDetached<CheckpointCommand, CheckpointEvent>(new TextEncoder().encode(text), null);
    const [event] = step.events;
    if (step.stream === String(checkpointStreamKey) && event?.type === 'HeadsSealed' && canonical(recordOf(new TextEncoder().encode(text))) === text) return event;
  } catch (error) {
    if (!(error instanceof UnreadableStepError) && !(error instanceof NotCanonicalError) && !(error instanceof Error && error.name === 'UnknownTypeError')) throw error;
  }
  throw new ProofFault('Expected a step of the stream of checkpoints that seals heads, but it is another one');
};

/** The latest that a trusted checkpoint can be, by those who have seen it. */
const gradeTime = async (file: CaseFile, checkpoint: SignedCheckpoint | undefined, options: JudgeOptions): Promise<Grade> => {
  const { trust } = options;
  if (file.proof === null || checkpoint === undefined) return notJudged('not judged: there is no checkpoint that is trusted');
  if (trust.witnesses.length === 0 && trust.timeStampAuthorities === null) return notJudged('not judged: no witness and no authority of time stamps was said (--trust). The times in the record are those of the installation');
  try {
    const { times, said } = await timesOf(file.proof, checkpoint, options);
    if (times.length > 0) return judgeTimes(file, Math.min(...times), said);
    return notJudged(`not judged: the checkpoint has too few signatures of the witnesses that are trusted (${trust.quorum} of ${trust.witnesses.length} needed), and no time stamp`);
  } catch (error) {
    if (error instanceof NoteError || error instanceof ProofFault || (error instanceof Error && error.name === 'TimeStampError')) return broken(error.message);
    throw error;
  }
};

/** When the checkpoint was seen, by whom, in seconds since 1970. @throws NoteError, ProofFault, and what is wrong with a token. */
const timesOf = async ({ timeStamps }: CaseProof, checkpoint: SignedCheckpoint, { trust, verify, verifyTimeStamp }: JudgeOptions): Promise<{ readonly times: readonly number[]; readonly said: readonly string[] }> => {
  const [times, said]: [number[], string[]] = [[], []];
  const seen = (await verifySignatures(checkpoint, trust.witnesses, verify)).flatMap(({ time }) => (time === null ? [] : [time])).sort((a, b) => a - b);
  const kth = seen[trust.quorum - 1];
  if (kth !== undefined) {
    times.push(kth);
    said.push(`${counted(seen.length, 'witness')} (of ${trust.witnesses.length}, ${trust.quorum} needed)`.replace('witnesss', 'witnesses'));
  }
  if (trust.timeStampAuthorities !== null && verifyTimeStamp !== undefined)
    for (const token of timeStamps) {
      const bytes = bytesOfBase64(token);
      if (bytes === undefined) throw new ProofFault('Expected a time stamp in base64, but it is not');
      times.push(await verifyTimeStamp(bytes, checkpoint.text, trust.timeStampAuthorities));
      said.push('a time stamp');
    }
  return { times, said };
};

/** Clocks are apart. */
const toleranceMs = 60_000;

const judgeTimes = (file: CaseFile, seconds: number, said: readonly string[]): Grade => {
  const sealedUpTo = file.proof?.last.seq ?? -1;
  const late = file.steps.slice(0, sealedUpTo + 1).findIndex(({ record }) => (instantOf(recordOf(new TextEncoder().encode(record))?.at ?? '') ?? 0) > seconds * 1_000 + toleranceMs);
  if (late >= 0) return broken(`Expected step ${late} to say a time before its checkpoint was seen, but it says a later one`, late);
  return proven(`all steps up to ${sealedUpTo} existed at ${timeText(seconds)}, by ${said.join(' and ')}; how much earlier, nobody outside has seen`);
};

/** ISO 8601 of seconds since 1970, by the civil calendar. */
const timeText = (seconds: number): string => instantText(seconds * 1_000);

const gradeReplay = async (file: CaseFile, { definitions }: JudgeOptions): Promise<Grade> => {
  if (definitions === undefined) return notJudged('not judged: deciding again was not asked for');
  let steps: readonly CaseStep[];
  try {
    steps = openSteps<Command, Event>(storedSteps(file));
  } catch (error) {
    return notJudged(`not judged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (steps[0]?.command.type !== 'CreateCase') return notJudged('not judged: this stream is no case');
  return replayGrade(await redecide(steps, definitions), steps.length);
};

const replayGrade = (verdict: RedecideVerdict, steps: number): Grade => {
  switch (verdict.verdict) {
    case 'equal': return proven(`deciding all ${steps} steps again gives the same events`);
    case 'redacted': return { grade: 'partly', message: `the same events up to step ${verdict.seq}, of whose values some were erased or are withheld`, seq: verdict.seq };
    case 'incomparable': return { grade: 'partly', message: `the same events up to step ${verdict.seq}. ${verdict.reason}`, seq: verdict.seq };
    case 'diverges': return broken(`Expected deciding step ${verdict.seq} again to give its events, but ${verdict.path === '' ? 'they' : verdict.path} come out otherwise`, verdict.seq);
  }
};
