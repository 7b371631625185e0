import { describe, expect, it } from 'vitest';
import { decisionHash, definition, sha256, wholeHistory } from '../../test/journal/history.ts';
import { caseFileOf, caseFileText, ndjsonOf, readCaseFile, storedSteps, verifyCaseFile, type CaseFile, type CaseFileStep } from './case-file.ts';
import { base64urlOf } from '../json/base64url.ts';
import { withhold } from './payload.ts';

const history = wholeHistory(['task', 'decision', 'job', 'message', 'timer']);
const made = '2025-11-23T12:00:00.000Z';
const file = caseFileOf(history.steps, sha256, { made, for: 'auditor-1' });
const another = caseFileOf(wholeHistory(['task', 'decision', 'job', 'message', 'timer'], '33554432').steps, sha256, { made });
const document = caseFileText(file);

/** What the verdict on a document's text is: 'accepted', or why not. */
const judged = (text: string): string => {
  try {
    const verdict = verifyCaseFile(readCaseFile(text), sha256);
    return verdict.ok ? 'accepted' : verdict.fault;
  } catch (error) {
    return (error as Error).name;
  }
};

describe('a case file', () => {
  it('holds the exact records, the payloads, the hashes of what decided, and the head', () => {
    expect(file).toMatchObject({ format: 'acta-case-file/3', log: 'acta.example', stream: '16777216', proof: null });
    expect(file.definitions).toEqual([definition.hash, decisionHash]);
    expect(file.head).toEqual({ seq: 4, hash: base64urlOf(history.steps[4]!.head.hash) });
    expect(storedSteps(file)).toEqual(history.steps.map(({ record, payload }) => ({ record: new Uint8Array(record), payload })));
    expect(ndjsonOf(file)).toBe(history.steps.map(({ recordText }) => `${recordText}\n`).join(''));
    expect(verifyCaseFile(readCaseFile(document), sha256)).toMatchObject({ ok: true, steps: 5, ended: true, erased: [] });
  });

  it('needs steps, and to be told the log of steps without the first one', () => {
    expect(() => caseFileOf([], sha256, { made })).toThrow('Expected a case file to have steps');
    expect(() => caseFileOf(history.steps.slice(1), sha256, { made })).toThrow('Expected to be told the log of steps without the first one');
  });

  it.each<[unknown, string]>([
    [null, 'Expected a case file, but found no JSON object'],
    ['5', 'Expected a case file, but found no JSON object'],
    ['x', 'Expected a case file, but found no JSON'],
    [{ ...file, format: 'acta-case-file/1' }, "Expected 'format' of the case file to be 'acta-case-file/3', but it is not"],
    [{ ...file, steps: [] }, "Expected 'steps' of the case file to be a list of records with payloads, but it is not"],
    [{ ...file, steps: [{ record: '{}' }] }, "Expected 'steps' of the case file"],
    [{ ...file, steps: [null] }, "Expected 'steps' of the case file"],
    [{ ...file, definitions: [1] }, "Expected 'definitions' of the case file to be a list of hashes, but it is not"],
    [{ ...file, head: null }, "Expected 'head' of the case file to be a step and its hash, but it is not"],
    [{ ...file, next: null }, "Expected a case file to have no 'next', but it has one"],
    [{ ...file, proof: {} }, "Expected 'proof' of the case file to be a proof or null, but it is not"],
    [JSON.stringify(file), 'Expected a case file in canonical JSON (RFC 8785) and one line feed, but it is written otherwise'],
    [{ ...file, manifest: { ...file.manifest, more: 1 } }, "Expected 'manifest' of the case file to be when, for whom and hashes, but it is not"],
  ])('is read only when it is one (%#)', (value, message) => {
    expect(() => readCaseFile(value)).toThrow(message);
  });

  it('must speak the truth about its records', () => {
    expect(verifyCaseFile({ ...file, definitions: [definition.hash] }, sha256)).toMatchObject({ ok: false, fault: 'file' });
    expect(verifyCaseFile({ ...file, stream: '1' }, sha256)).toMatchObject({ ok: false, fault: 'stream' });
    expect(verifyCaseFile({ ...file, sources: { [definition.hash]: 'x' } }, sha256)).toMatchObject({ ok: false, fault: 'file', message: `Expected the source ${definition.hash} to have this hash, but it is another text` });
    expect(verifyCaseFile({ ...file, sources: { x: 'x' } }, sha256)).toMatchObject({ ok: false, fault: 'file', message: 'Expected sources that the steps name, but no step names x' });
    expect(verifyCaseFile({ ...file, manifest: { ...file.manifest, made: 'x' } }, sha256)).toMatchObject({ ok: false, fault: 'file', message: 'Expected the manifest to be as when the file was made, but its own hash is another' });
    const lie = { ...file, head: { ...file.head, hash: another.head.hash } };
    expect(verifyCaseFile(lie, sha256)).toMatchObject({ ok: false, fault: 'head' });
    expect(verifyCaseFile(lie, sha256, { head: file.head })).toMatchObject({ ok: false, fault: 'file' });
  });
});

describe('a tampered case file', () => {
  it('is refused for every byte of it that is flipped', () => {
    const bytes = new TextEncoder().encode(document);
    const decoder = new TextDecoder();
    const accepted: string[] = [];
    let variants = 0;
    for (let at = 0; at < bytes.length; at++)
      for (const mask of [0x01, 0x20]) {
        const flipped = bytes.slice();
        flipped[at]! ^= mask;
        variants += 1;
        if (judged(decoder.decode(flipped)) === 'accepted') accepted.push(`byte ${at} mask ${mask}`);
      }
    expect(accepted).toEqual([]);
    expect(variants).toBeGreaterThan(8_000);
  }, 120_000);

  it('is refused for every step deleted, doubled, swapped, spliced in or moved, even with a head that fits', () => {
    const { steps } = file;
    const variants: [what: string, steps: readonly CaseFileStep[]][] = [];
    for (const [at, step] of steps.entries()) {
      if (at < steps.length - 1) variants.push([`without ${at}`, steps.toSpliced(at, 1)]);
      for (let place = 0; place <= steps.length; place++) variants.push([`${at} again at ${place}`, steps.toSpliced(place, 0, step)]);
      for (let place = 0; place < steps.length; place++) {
        if (place !== at) variants.push([`${at} and ${place} swapped`, steps.with(at, steps[place]!).with(place, step)]);
        if (place !== at) variants.push([`payload of ${place} at ${at}`, steps.with(at, { ...step, payload: steps[place]!.payload })]);
        variants.push([`another case's ${place} at ${at}`, steps.with(at, another.steps[place]!)]);
      }
    }
    for (let length = 1; length < steps.length; length++) variants.push([`without the first ${length}`, steps.slice(length)]);
    const refitted = (changed: readonly CaseFileStep[]): CaseFile => {
      return caseFileOf(storedSteps({ steps: changed }), sha256, { log: file.log, made });
    };
    const accepted = variants.filter(([, changed]) => verifyCaseFile(refitted(changed), sha256).ok).map(([what]) => what);
    expect(accepted).toEqual([]);
    expect(variants.length).toBeGreaterThan(100);
  });

  it('is accepted when only its tail is cut and its head refitted: then it says that the case has not ended', () => {
    for (let length = 1; length < history.steps.length; length++) {
      const cut = caseFileOf(history.steps.slice(0, length), sha256, { made });
      expect(verifyCaseFile(cut, sha256)).toMatchObject({ ok: true, steps: length, ended: false });
      expect(verifyCaseFile(cut, sha256, { head: file.head })).toMatchObject({ ok: false, fault: 'head' });
      expect(verifyCaseFile({ ...cut, head: file.head }, sha256)).toMatchObject({ ok: false, fault: 'head' });
    }
  });

  it('may have payloads erased: it says which', () => {
    const erased = caseFileOf(storedSteps({ steps: file.steps.map((step, seq) => (seq === 1 ? { ...step, payload: null } : step)) }), sha256, { made });
    expect(verifyCaseFile(erased, sha256)).toMatchObject({ ok: true, erased: [1], withheld: [] });
  });

  it('may have single values withheld: it says which, and the rest still verifies', () => {
    const paths = ['command.variables.a'];
    const withheld = caseFileOf(storedSteps({ steps: file.steps.with(1, { ...file.steps[1]!, payload: withhold(file.steps[1]!.payload!, paths, sha256) }) }), sha256, { made });
    expect(verifyCaseFile(readCaseFile(caseFileText(withheld)), sha256)).toMatchObject({ ok: true, erased: [], withheld: [{ seq: 1, paths }] });
  });
});
