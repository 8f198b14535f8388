import type { DraftService } from '../../../src/wizard/services.ts';

/** Drafts as they are kept on disk: what comes back went through JSON. */
export function draftsInMemory(): DraftService {
  const drafts = new Map<string, string>();
  return {
    read: (place) => {
      const kept = drafts.get(place);
      return kept === undefined ? undefined : JSON.parse(kept);
    },
    keep: (place, draft) => void drafts.set(place, JSON.stringify(draft)),
    forget: (place) => void drafts.delete(place),
  };
}
