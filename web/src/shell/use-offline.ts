import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ApiError } from '../api/problem.ts';

/** Whether the browser says so, or the last reading did not reach the server. */
export const useIsOffline = (): boolean => {
  const client = useQueryClient();
  const browser = useSyncExternalStore((listener) => onlineManager.subscribe(listener), () => onlineManager.isOnline());
  const unreached = useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(listener),
    () => client.getQueryCache().getAll().some(({ state }) => state.error instanceof ApiError && state.error.isOffline),
  );
  return !browser || unreached;
};
