/** Every way into the engine leads through here: what a command holds is checked and normalized once. */
import { admit, renderSentence, type Rejection } from '../../engine/stream/index.ts';
import { refuse, type Refused, type Submission } from './submission.ts';

/** `bytes`: what the command takes as JSON, about. */
export type Admission = { readonly kind: 'admitted'; readonly submission: Submission; readonly bytes: number } | Refused;

const refused = ({ code, sentence }: Rejection): Refused => refuse(code, renderSentence(sentence, 0n));

const admitIdentity = (submission: Exclude<Submission, { kind: 'drain' }>): Refused | undefined => {
  const { id, actor, onBehalfOf } = submission;
  const definition = submission.kind === 'create' && 'id' in submission.definition ? { definition: submission.definition.id } : {};
  const identity = admit({ id, actor: actor.id, ...definition, ...(onBehalfOf === undefined ? {} : { onBehalfOf: onBehalfOf.id }) });
  return identity.kind === 'rejected' ? refused(identity) : undefined;
};

export const admitSubmission = (submission: Submission): Admission => {
  if (submission.kind === 'drain') return { kind: 'admitted', submission, bytes: 0 };
  const refusal = admitIdentity(submission);
  if (refusal !== undefined) return refusal;
  if (submission.kind === 'create') {
    const admission = admit(submission.create);
    if (admission.kind === 'rejected') return refused(admission);
    return { kind: 'admitted', submission: { ...submission, create: admission.command }, bytes: admission.bytes };
  }
  const admission = admit(submission.command);
  if (admission.kind === 'rejected') return refused(admission);
  return { kind: 'admitted', submission: { ...submission, command: admission.command }, bytes: admission.bytes };
};
