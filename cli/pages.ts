/** All that a search finds, page by page. */
import type { Client } from './client.ts';
import type { Output } from './output.ts';

interface Page<T> {
  readonly items: readonly T[];
  readonly page: { readonly totalItems: number; readonly endCursor: string | null };
}

export interface Found<T> {
  readonly items: readonly T[];
  /** More than `items` when there was a limit. */
  readonly total: number;
}

const pageMax = 1_000;

/** The first `limit`; without one, all. */
export const searchAll = async <T>(client: Client, path: string, filter: object, { limit = Infinity, sort = [] }: { readonly limit?: number; readonly sort?: readonly object[] } = {}): Promise<Found<T>> => {
  const items: T[] = [];
  let after: string | null | undefined;
  for (;;) {
    const size = Math.min(pageMax, limit - items.length);
    const page: Page<T> = await client.post(path, { filter, sort, page: { limit: size, ...(after === undefined || after === null ? {} : { after }) } });
    items.push(...page.items);
    after = page.page.endCursor;
    if (page.items.length < size || items.length >= limit || after === null) return { items, total: Math.max(page.page.totalItems, items.length) };
  }
};

export const andMore = (text: string, { items, total }: Found<unknown>, how: string): string =>
  total > items.length ? `${text}\n… and ${total - items.length} more: ${how}` : text;

/** People get so many at first, programs all. */
const shownMax = 100;

/** How many a command shows that was not told: no limit for programs. */
export const limitOf = (output: Output, limit: number | undefined): { readonly limit?: number } =>
  limit !== undefined ? { limit } : output.json ? {} : { limit: shownMax };
