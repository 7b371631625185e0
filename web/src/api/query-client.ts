import { QueryClient } from '@tanstack/react-query';
import { statusOf } from './problem.ts';

/** Reads are exact and told anew by events, so they stay fresh until one comes; only what may pass is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 2 && [0, 502, 503, 504].includes(statusOf(error) ?? -1),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
