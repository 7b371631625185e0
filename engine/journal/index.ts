/** The journal's public door: sealing, opening, folding, deciding again, verifying. */
export { base64urlOf, bytesOfBase64url } from '../json/base64url.ts';
export { canonical, NotCanonicalError } from '../json/canonical.ts';
export {
  caseFileFormat, CaseFileError, caseFileOf, caseFileText, digestBytes, namedBy, ndjsonOf, readCaseFile, storedSteps, verifyCaseFile,
} from './case-file.ts';
export type { CaseFile, CaseFileStep, CaseFileVerdict, CaseProof } from './case-file.ts';
export { firstDifference } from '../json/difference.ts';
export type { Difference } from '../json/difference.ts';
export { CaseFold, foldCase, foldStep, stateAt } from './fold.ts';
export { leafHash as leafHashText, leafHashOf } from './hash.ts';
export type { Sha256 } from './hash.ts';
export { instantOf, instantText } from '../time/instant-text.ts';
export { normalize } from '../json/normalize.ts';
export { CanonicalTexts } from '../json/canonical-texts.ts';
export { carriedAfter, openDetached, openStep, openSteps } from './open-step.ts';
export { withhold } from './payload.ts';
export { recordOf, UnreadableStepError } from './record.ts';
export { redecide } from './redecide.ts';
export type { Definitions, RedecideVerdict } from './redecide.ts';
export { SealedStep, sealStep } from './seal-step.ts';
export type { SealOptions, UnsealedStep } from './seal-step.ts';
export { allShapes, shapeTable, UnknownTypeError } from './shape-table.ts';
export type { ShapeTable } from './shape-table.ts';
export { stepDocument } from './step-document.ts';
export type { StoredState } from './snapshot.ts';
export { restoreSnapshot, snapshotOf, snapshotVersion, stateHash } from './snapshot.ts';
export type { Carried, CaseStep, DetachedStep, Preceding, Step, StepContent, StoredStep, Typed } from './step.ts';
export { verifyChain, verifyStream } from './verify-chain.ts';
export type { ChainExpectation, ChainFault, ChainVerdict, Head } from './verify-chain.ts';
export { ShapeError } from './write-typed.ts';
