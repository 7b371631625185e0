import { describe, expect, it } from 'vitest';
import { wholeHistory, History, nextCommand } from '../../test/journal/history.ts';
import { logKey, made, origin, proofOf, provenFile, seenAt, trust, witnessKey, type StreamOf } from '../../test/proof/proven-file.ts';
import { testKey } from '../../test/proof/keys.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import { caseFileOf, storedSteps, withhold, type CaseFile, type CaseProof } from '../journal/index.ts';
import { judgeFile, type FileVerdict, type JudgeOptions } from './judge-file.ts';
import { noTrust, readTrust, TrustError } from './trust.ts';
import { keyText } from './signed-note.ts';

const stops = ['task', 'decision', 'job', 'message', 'timer'] as const;
const whole = wholeHistory([...stops]);
const other = wholeHistory([...stops], '33554432');
const streams: StreamOf[] = [whole, other].map((history) => ({ stream: history.stream, steps: history.stored() }));
const file = await provenFile(streams, whole.stream);
const judge = (judged: CaseFile, options: Partial<JudgeOptions> = {}): Promise<FileVerdict> =>
  judgeFile(judged, { sha256, verify: verifyEd25519, trust, definitions: whole.definitions(), ...options });
const remade = (changed: Partial<{ steps: CaseFile['steps']; proof: CaseProof | null }>): CaseFile =>
  caseFileOf(storedSteps({ steps: changed.steps ?? file.steps }), sha256, { log: file.log, proof: changed.proof === undefined ? file.proof : changed.proof, made, for: 'auditor-1' });

describe('a case file', () => {
  it('is proven in four grades', async () => {
    expect(await judge(file)).toMatchObject({
      integrity: { grade: 'proven', message: 'all 5 steps are whole, in order and linked' },
      completeness: { grade: 'proven', message: `nothing is missing up to step 4, the stream's last when the heads were sealed for the checkpoint of 11 leaves of ${origin}` },
      time: { grade: 'proven', message: `all steps up to 4 existed at ${new Date(seenAt * 1_000).toISOString()}, by 1 witness (of 1, 1 needed); how much earlier, nobody outside has seen` },
      replay: { grade: 'proven', message: 'deciding all 5 steps again gives the same events' },
    });
  });

  it('is not judged where the reader has not said whom he trusts, nor without a proof', async () => {
    const untrusting = await judge(file, { trust: noTrust });
    expect(untrusting.completeness).toMatchObject({ grade: 'not judged', message: expect.stringContaining('whom to trust for the log acta.example/log was not said') as string });
    expect(untrusting.time.grade).toBe('not judged');
    const bare = await judge(remade({ proof: null }));
    expect([bare.integrity.grade, bare.completeness.grade, bare.time.grade]).toEqual(['proven', 'not judged', 'not judged']);
    expect((await judge(file, { trust: { ...trust, witnesses: [] } })).time.message).toContain('no witness and no authority');
    expect((await judge(file, { trust: { ...trust, witnesses: [testKey('another', 'witness').open] } })).time.message).toContain('too few signatures of the witnesses');
  });

  it('says what of an open case is not covered: steps after the heads, and steps after the checkpoint', async () => {
    const [first, rest] = [streams.map((one) => ({ ...one, steps: one.steps.slice(0, 3) })), [{ stream: whole.stream, steps: whole.stored().slice(3, 4) }]];
    const { completeness } = await judge(remade({ proof: await proofOf(first, whole.stream, { more: rest }) }));
    expect(completeness).toEqual({ grade: 'proven', message: `nothing is missing up to step 2, the stream's last when the heads were sealed for the checkpoint of 8 leaves of ${origin}; 1 later step in the log too, after which others may be missing; 1 later step in no checkpoint yet` });
  });

  it('is broken where steps are missing, or another history has been written that hangs together', async () => {
    expect((await judge(remade({ steps: file.steps.slice(0, 4) }))).completeness).toEqual({ grade: 'broken', seq: 4, message: 'Expected the steps up to 4, which the log has, but the file ends with step 3: steps are missing' });
    const rewritten = new History([...stops]);
    rewritten.now += 5;
    for (let command = nextCommand(rewritten.state, { a: 1 }); command !== undefined; command = nextCommand(rewritten.state, { b: 'x', a: 2 })) rewritten.send(command);
    const forged = caseFileOf(rewritten.stored(), sha256, { proof: file.proof, made });
    expect((await judge(forged)).integrity.grade).toBe('proven');
    expect((await judge(forged)).completeness).toMatchObject({ grade: 'broken', seq: 4, message: expect.stringContaining('which the log has, but the file has another one') as string });
  });

  it('is broken where the checkpoint is forged, of another log, or altered', async () => {
    const forgedBy = async (signers: Parameters<typeof proofOf>[2]): Promise<string> => (await judge(remade({ proof: await proofOf(streams, whole.stream, signers) }))).completeness.message;
    expect(await forgedBy({ log: testKey(origin, 'log', 'a thief') })).toBe(`Expected the checkpoint of ${origin} to be signed by a key that is trusted, but no signature is of one`);
    expect(await forgedBy({ origin: 'evil.example' })).toBe(`Expected a checkpoint of ${origin}, but it is of the log evil.example`);
    const altered = { ...file.proof!, checkpoint: file.proof!.checkpoint.replace('\n11\n', '\n12\n') };
    expect((await judge(remade({ proof: altered }))).completeness.grade).toBe('broken');
    expect((await judge(remade({ proof: { ...file.proof!, heads: { ...file.proof!.heads, record: file.steps[0]!.record } } }))).completeness.message)
      .toBe('Expected the step with the heads of all streams to be in the log of the checkpoint, but its proof leads elsewhere');
    const another = await proofOf(streams, other.stream);
    expect((await judge(remade({ proof: another }))).completeness.grade).toBe('broken');
    expect((await judge(remade({ proof: { ...another, heads: file.proof!.heads } }))).completeness).toMatchObject({ grade: 'broken', message: 'Expected step 4 to be in the log of the checkpoint, but its proof leads elsewhere' });
    const unseen = await proofOf(streams, whole.stream, { witness: testKey(witnessKey.open.name, 'witness', 'a thief') });
    expect((await judge(remade({ proof: unseen }))).time.grade).toBe('not judged');
  });

  it('is broken where a step says a time after its checkpoint was seen', async () => {
    const late = new History(['task']);
    late.now = seenAt * 1_000 + 120_000;
    late.send(nextCommand(late.state, { a: 1 })!);
    const lateFile = await provenFile([{ stream: late.stream, steps: late.stored() }], late.stream);
    expect((await judge(lateFile)).time).toMatchObject({ grade: 'broken', seq: 0, message: 'Expected step 0 to say a time before its checkpoint was seen, but it says a later one' });
  });

  it('is replayed in part where values are withheld, and broken where it comes out otherwise', async () => {
    const payload = withhold(file.steps[1]!.payload!, ['command.variables.a'], sha256);
    const judged = await judge(remade({ steps: file.steps.with(1, { ...file.steps[1]!, payload }) }));
    expect(judged.integrity).toEqual({ grade: 'proven', message: 'all 5 steps are whole, in order and linked; single values of 1 step are withheld' });
    expect(judged.completeness.grade).toBe('proven');
    expect(judged.replay).toMatchObject({ grade: 'partly', seq: 1 });
    const otherDefinition = wholeHistory(['job', 'task']).definitions();
    expect((await judge(file, { definitions: otherDefinition })).replay.grade).toBe('broken');
    expect((await judge(file, { definitions: { executable: () => undefined, decision: () => undefined } })).replay.grade).toBe('partly');
  });
});

describe('whom a reader trusts', () => {
  const said = { logs: [{ origin, keys: [keyText(logKey.open)] }], witnesses: [keyText(witnessKey.open)] };
  it('is read from a document of his own', () => {
    expect(readTrust(said, sha256)).toEqual(trust);
    expect(readTrust({}, sha256)).toEqual(noTrust);
  });

  it.each([
    [[], 'Expected an object'], [{ log: 1 }, "but found 'log'"], [{ logs: 1 }, "Expected 'logs' to be a list"], [{ logs: [1] }, 'Expected logs[0] to have'],
    [{ logs: [{ origin, keys: [keyText(witnessKey.open)] }] }, 'to be keys of a log'], [{ ...said, quorum: 2 }, "Expected 'quorum'"], [{ witnesses: [1] }, 'Expected witnesses to be a list of keys'],
    [{ timeStampAuthorities: 1 }, "Expected 'timeStampAuthorities'"],
  ])('must be said clearly (%#)', (document, message) => {
    expect(() => readTrust(document, sha256)).toThrow(TrustError);
    expect(() => readTrust(document, sha256)).toThrow(message);
  });
});
