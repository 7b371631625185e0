/** Proof's public door: the log's tree, the heads of streams, signed checkpoints. */
export { base64Of, bytesOfBase64 } from '../json/base64.ts';
export { checkpointText, readCheckpoint } from './checkpoint.ts';
export type { Checkpoint, SignedCheckpoint } from './checkpoint.ts';
export { emptyHash, headProof, mapHeight, rootByHead, updateHeads } from './heads-map.ts';
export type { Page, PagePlace, ReadPages, StreamHead } from './heads-map.ts';
export { consistencyProof, Frontier, inclusionProof, isConsistent, rootByInclusion, sameHash, treeRoot } from './merkle-tree.ts';
export type { Hash, ReadNode, TreeHead } from './merkle-tree.ts';
export {
  cosignedMessage, fingerprintOf, isKeyName, keyText, NoteError, noteTextOf, publicKey, readKey, readNote, signatureLine, signedMessage, verifySignatures,
} from './signed-note.ts';
export type { KeyKind, PublicKey, SignedNote, VerifiedSignature, VerifyEd25519 } from './signed-note.ts';
export { judgeFile } from './judge-file.ts';
export type { FileVerdict, Grade, GradeName, JudgeOptions } from './judge-file.ts';
export { noTrust, readTrust, TrustError } from './trust.ts';
export type { Trust } from './trust.ts';
