import { KnownError } from '../errors.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { FileChange } from './file-types.ts';
import { readJournalState } from './journal-state.ts';
import { hasBatches } from './unchanged-source.ts';

/**
 * What a journal says of a run's change by customer files. `open`: asked for and never answered for certain.
 * `refused`: answered, and nothing changed.
 */
export type FileState = { readonly kind: 'untouched' } | AskedState;

interface AskedState {
  readonly kind: 'open' | 'refused' | 'confirmed';
  readonly change: FileChange;
}

const UNTOUCHED: FileState = { kind: 'untouched' };

/** Folds the lines about the one change that a run makes. */
export function readFileState(entries: readonly WrittenEntry[]): FileState {
  let state = UNTOUCHED;
  let isUncertain = false;
  for (const entry of entries) {
    if (entry.type === 'audience' && entry.created && isOpenCreation(state)) {
      // Written only once TikTok had named the audience: it was made, with the files, in one request.
      state = { kind: 'confirmed', change: state.change };
    }
    if (entry.type !== 'batch' || entry.change === undefined) continue;
    const { change } = entry;
    switch (entry.state) {
      case 'sent':
        // One that was never answered and is asked for again: what the first one did stays uncertain.
        isUncertain = state.kind === 'open';
        state = { kind: 'open', change };
        break;
      case 'unknown':
        isUncertain = true;
        state = { kind: 'open', change };
        break;
      case 'returned':
      case 'refused':
        if (!isUncertain) state = { kind: 'refused', change };
        break;
      case 'confirmed':
        state = { kind: 'confirmed', change };
        break;
    }
  }
  return state;
}

function isOpenCreation(state: FileState): state is AskedState {
  return state.kind === 'open' && state.change.action === 'CREATE';
}

/**
 * True when what a run asked for before went the way it is to go now, so that its plan stands. Rejects with
 * `safety-stop` when people may have arrived the other way: half of them here, half there is nobody's wish.
 */
export function wentSameWay(entries: readonly WrittenEntry[], channel: 'streaming' | 'file'): boolean {
  const streamed = entries.filter((entry) => entry.type === 'batch' && entry.change === undefined);
  const files = readFileState(entries);
  if (channel === 'streaming') {
    if (files.kind === 'open' || files.kind === 'confirmed') throw goesAnotherWay('as customer files');
    return files.kind === 'untouched';
  }
  const { confirmed, unknown } = readJournalState(streamed);
  if (confirmed.length > 0 || unknown.length > 0) throw goesAnotherWay('by streaming');
  return files.kind === 'open' || files.kind === 'confirmed';
}

/** True once anything of a run may have arrived: from then on its staged entries keep their numbers. */
export function keepsEntries(entries: readonly WrittenEntry[]): boolean {
  return hasBatches(entries) && readFileState(entries).kind !== 'refused';
}

function goesAnotherWay(how: string): KnownError {
  const message = `This run already sent people ${how}; it can't go on another way.`;
  return new KnownError({
    kind: 'safety-stop',
    message,
    hint: 'Set the channel of the destination back, or start a new run.',
  });
}
