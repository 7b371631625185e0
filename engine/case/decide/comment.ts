/** What people say of a case stands on its record, and changes nothing of it. */
import { doneBy } from '../../stream/actor.ts';
import { noSuch, type Handlers } from './handler.ts';

export const commentHandlers: Handlers<'AddComment'> = {
  AddComment: (_dialect, { draft, order }, { task, text }) => {
    // A task that has ended is not in the state any more, and may be spoken of.
    if (task !== undefined && task > draft.state.lastOrdinal) return noSuch('comment on', 'user task', task);
    draft.emit({ type: 'CommentAdded', ordinal: draft.peekOrdinal(), ...(task === undefined ? {} : { task }), text, by: doneBy(order) });
    return undefined;
  },
};
