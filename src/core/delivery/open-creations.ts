import { KnownError } from '../errors.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { AudienceStore, RunFolder, RunRecord, RunStore } from '../ports/storage.ts';
import { readFileState } from './file-journal.ts';

/** An audience that a run asked TikTok for, without its record saying which one it became. */
export interface OpenCreation {
  readonly folder: RunFolder;
  readonly advertiserId: string;
  /** Known when TikTok's answer was written down, and the run ended before its record was. */
  readonly id: string | undefined;
  /** When it was asked for or answered last; milliseconds since 1970. */
  readonly at: number;
}

/** What this machine keeps. */
interface Kept {
  readonly runs: RunStore;
  readonly audiences: Pick<AudienceStore, 'find'>;
}

export interface CreationWish {
  readonly name: string;
  readonly channel: 'streaming' | 'file';
}

/**
 * The creations of a name of which no record says how they ended: the process died between the line before the
 * request and the note behind its answer. TikTok may have made every one of them, under whatever id.
 */
export function openCreations({ runs, audiences }: Kept, wish: CreationWish): readonly OpenCreation[] {
  return runs
    .list()
    .runs.filter((run) => run.kind === 'audience' && isUnnoted(audiences, run))
    .flatMap((run) => runs.open(run.id) ?? [])
    .flatMap((folder) => {
      const found = readOpenCreation(readIfPossible(folder), wish);
      return found === undefined ? [] : [{ folder, ...found }];
    });
}

/** A damaged journal of some old run is no reason why nobody can deliver any more; it tells of no creation then. */
export function readIfPossible({ journal }: Pick<RunFolder, 'journal'>): readonly WrittenEntry[] {
  try {
    return journal.read();
  } catch (error) {
    if (error instanceof KnownError) return [];
    throw error;
  }
}

/** A run of files is noted at the run first, and then among the audiences: it may have died in between. */
function isUnnoted(
  audiences: Kept['audiences'],
  { advertiserId, audienceId, ledgerPending }: RunRecord,
): boolean {
  if (advertiserId === undefined || audienceId === undefined) return true;
  return ledgerPending === true && audiences.find(advertiserId, audienceId) === undefined;
}

/** What one journal leaves open; undefined when it asked for no such audience, or TikTok refused for certain. */
export function readOpenCreation(
  entries: readonly WrittenEntry[],
  { name, channel }: CreationWish,
): Omit<OpenCreation, 'folder'> | undefined {
  let open: Omit<OpenCreation, 'folder'> | undefined;
  let before: typeof open;
  for (const entry of entries) {
    if (entry.type === 'audience-creating' && entry.name === name) {
      if ((entry.channel ?? 'streaming') !== channel) continue;
      if (entry.isRefused === true) {
        // That one made none; of an earlier one without an answer nobody knows.
        open = before;
        continue;
      }
      before = open;
      open = { advertiserId: entry.advertiserId, id: undefined, at: Date.parse(entry.at) };
    }
    if (entry.type === 'audience' && entry.created && entry.name === name && open !== undefined) {
      open = { advertiserId: entry.advertiserId, id: entry.id, at: Date.parse(entry.at) };
    }
  }
  // An audience of files comes with its files: what never left made none.
  const isAsked = channel === 'streaming' || open?.id !== undefined || readFileState(entries).kind === 'open';
  return isAsked ? open : undefined;
}
