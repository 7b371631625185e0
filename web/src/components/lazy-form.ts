import { lazyPart } from './lazy-part.ts';

/** Forms, loaded when one is shown. */
export const LazyTaskForm = lazyPart(() => import('../form/task-form.tsx'), 'TaskForm');
