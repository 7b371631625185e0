/** Every way into the engine leads through here: what a command holds is checked and normalized once. */
import { admit } from '../../engine/kernel/admission.ts';
import type { Rejection } from '../../engine/kernel/index.ts';
import type { Submission } from './submission.ts';

export type Admission = { readonly kind: 'admitted'; readonly submission: Submission } | Rejection;

const admitIdentity = (submission: Exclude<Submission, { kind: 'drain' }>): Rejection | undefined => {
  const { id, actor, onBehalfOf } = submission;
  const identity = admit({ id, actor, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) });
  return identity.kind === 'rejected' ? identity : undefined;
};

export const admitSubmission = (submission: Submission): Admission => {
  if (submission.kind === 'drain') return { kind: 'admitted', submission };
  const refused = admitIdentity(submission);
  if (refused !== undefined) return refused;
  switch (submission.kind) {
    case 'command': {
      const admission = admit(submission.command);
      return admission.kind === 'rejected' ? admission : { kind: 'admitted', submission: { ...submission, command: admission.command } };
    }
    case 'create': {
      const admission = admit(submission.create);
      return admission.kind === 'rejected' ? admission : { kind: 'admitted', submission: { ...submission, create: admission.command } };
    }
    case 'publish': {
      const admission = admit(submission.message);
      return admission.kind === 'rejected' ? admission : { kind: 'admitted', submission: { ...submission, message: admission.command } };
    }
  }
};
