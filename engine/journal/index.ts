/** The journal's public door: sealing, opening, folding, deciding again, verifying. */
export { base64urlOf, bytesOfBase64url } from '../json/base64url.ts';
export { canonical, NotCanonicalError } from '../json/canonical.ts';
export {
  caseFileFormat, CaseFileError, caseFileOf, joinPages, ndjsonOf, readCaseFile, storedSteps, verifyCaseFile,
} from './case-file.ts';
export type { CaseFile, CaseFileStep, CaseFileVerdict } from './case-file.ts';
export { firstDifference } from '../json/difference.ts';
export type { Difference } from '../json/difference.ts';
export { applyStep, endStep, foldSteps, stateAt } from './fold.ts';
export type { Sha256 } from './hash.ts';
export { instantOf, instantText } from '../time/instant-text.ts';
export { normalize } from '../json/normalize.ts';
export { openStep } from './open-step.ts';
export { payloadFields, payloadFieldsWith } from './payload-fields.ts';
export type { FieldTable, PayloadFields } from './payload-fields.ts';
export { UnreadableStepError } from './record.ts';
export { redecide } from './redecide.ts';
export type { Definitions, RedecideVerdict } from './redecide.ts';
export { SealedStep, sealStep } from './seal-step.ts';
export type { UnsealedStep } from './seal-step.ts';
export { restoreSnapshot, snapshotOf, snapshotVersion, stateHash } from './snapshot.ts';
export type { CaseStep, Step, StepContent, StoredStep, Typed } from './step.ts';
export { verifyChain, verifyStream } from './verify-chain.ts';
export type { ChainExpectation, ChainFault, ChainVerdict, Head } from './verify-chain.ts';
