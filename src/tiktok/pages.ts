import type { CallOptions, Reply } from '../core/ports/tiktok.ts';
import { knownErrorFromFault, makeFault } from '../core/remedies/remedies.ts';

/** One page of a list, as an endpoint reads it. */
export interface Page<Item> {
  /** Undefined when the answer had no list at all. */
  readonly items: readonly Item[] | undefined;
  readonly totalPages: number | undefined;
  readonly totalNumber: number | undefined;
}

/** Far beyond any real list: 400 audiences are four pages. */
const MOST_PAGES = 1000;

/**
 * Reads a list to its last page, each id once (a list may shift while it is read). Where TikTok doesn't say
 * how many pages there are, a page that isn't full is the last. A page without its list rejects, unless TikTok
 * says that there is nothing: taking half a list for the whole would make audiences of the same name.
 * The request id is the last page's.
 */
export async function readPages<Item extends { readonly id: string }>(
  readPage: (page: number, options: CallOptions) => Promise<Reply<Page<Item>>>,
  pageSize: number,
  options: CallOptions = {},
): Promise<Reply<readonly Item[]>> {
  const items = new Map<string, Item>();
  for (let page = 1; ; page += 1) {
    const { data, requestId } = await readPage(page, options);
    if (data.items === undefined && data.totalNumber !== 0) {
      throw incomplete('The answer has no list.', requestId);
    }
    const pageItems = data.items ?? [];
    for (const item of pageItems) {
      items.set(item.id, item);
    }
    const isLast = data.totalPages === undefined ? pageItems.length < pageSize : page >= data.totalPages;
    if (isLast) {
      if (items.size === 0 && (data.totalNumber ?? 0) > 0) {
        throw incomplete('The list is empty, and is said not to be.', requestId);
      }
      return { data: [...items.values()], requestId };
    }
    if (page >= MOST_PAGES) {
      throw incomplete('The list does not end.', requestId);
    }
  }
}

function incomplete(message: string, requestId: string | undefined) {
  const explanation = "TikTok's answer does not make sense.";
  return knownErrorFromFault(makeFault({ kind: 'tiktok-unavailable', message, requestId, explanation }));
}
