/** Every way into the engine leads through here: what a command holds is checked and normalized once. */
import { admit } from '../../engine/stream/admission.ts';
import type { Rejection } from '../../engine/case/index.ts';
import type { Submission } from './submission.ts';

/** `bytes`: what the command takes as JSON, about. */
export type Admission = { readonly kind: 'admitted'; readonly submission: Submission; readonly bytes: number } | Rejection;

const admitIdentity = (submission: Exclude<Submission, { kind: 'drain' }>): Rejection | undefined => {
  const { id, actor, onBehalfOf } = submission;
  const definition = submission.kind === 'create' && 'id' in submission.definition ? { definition: submission.definition.id } : {};
  const identity = admit({ id, actor, ...definition, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) });
  return identity.kind === 'rejected' ? identity : undefined;
};

export const admitSubmission = (submission: Submission): Admission => {
  if (submission.kind === 'drain') return { kind: 'admitted', submission, bytes: 0 };
  const refused = admitIdentity(submission);
  if (refused !== undefined) return refused;
  switch (submission.kind) {
    case 'command': {
      const admission = admit(submission.command);
      if (admission.kind === 'rejected') return admission;
      return { kind: 'admitted', submission: { ...submission, command: admission.command }, bytes: admission.bytes };
    }
    case 'create': {
      const admission = admit(submission.create);
      if (admission.kind === 'rejected') return admission;
      return { kind: 'admitted', submission: { ...submission, create: admission.command }, bytes: admission.bytes };
    }
    case 'publish': {
      const admission = admit(submission.message);
      if (admission.kind === 'rejected') return admission;
      return { kind: 'admitted', submission: { ...submission, message: admission.command }, bytes: admission.bytes };
    }
  }
};
