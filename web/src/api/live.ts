/** Server-sent events only say what changed; the screens that show it read it again. */
import type { QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { change } from '../../../contract/change.ts';

type Change = z.infer<typeof change>;

/** First part of the query keys that stand on a topic. */
const keysOf: { readonly [topic: string]: readonly string[] } = {
  tasks: ['inbox', 'task', 'tasks'],
  cases: ['case', 'cases', 'inbox'],
  incidents: ['incidents', 'case', 'cases'],
  definitions: ['definitions', 'startable'],
  directory: ['me', 'people', 'person', 'group', 'admin'],
};

/** An event of some cases does not make others be read again. */
const isAbout = ([what, id]: readonly unknown[], { cases, more }: Change): boolean => what !== 'case' || typeof id !== 'string' || more || cases.includes(id);

/** Follows `/api/events` while the tab is seen; gives a function that ends it. */
export const followChanges = (client: QueryClient): (() => void) => {
  let source: EventSource | undefined;
  let waiting: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const apply = (): void => {
    timer = undefined;
    const changes = waiting;
    waiting = [];
    void client.invalidateQueries({
      predicate: ({ queryKey }) =>
        changes.some((change) => change.topics.some((topic) => (keysOf[topic] ?? [topic]).includes(String(queryKey[0]))) && isAbout(queryKey, change)),
    });
  };
  const onChange = (event: MessageEvent<string>): void => {
    waiting.push(JSON.parse(event.data) as Change);
    timer ??= setTimeout(apply, 250);
  };
  const open = (): void => {
    if (source !== undefined || document.hidden) return;
    source = new EventSource('/api/events');
    source.addEventListener('change', onChange);
    source.addEventListener('reset', () => void client.invalidateQueries());
  };
  const close = (): void => {
    source?.close();
    source = undefined;
  };
  const onVisibility = (): void => {
    if (document.hidden) return close();
    open();
    void client.invalidateQueries();
  };
  document.addEventListener('visibilitychange', onVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    clearTimeout(timer);
    close();
  };
};
