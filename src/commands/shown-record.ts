import type { RunRecord } from '../core/ports/storage.ts';

/** A run's record as it may be printed: the key of its sealed events, wrapped or not, is for this machine only. */
export function shownRecord(record: RunRecord): RunRecord {
  const { wrappedKey: _, ...settings } = record.settings;
  return { ...record, settings };
}
