import { KnownError } from '../errors.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { SourceTables } from '../ports/sources.ts';
import type { RunContext } from './run-context.ts';

/** Reading a source for a run: what it depends on, and how to read it. */
export interface SourceReading<Staged> {
  readonly tables: SourceTables;
  /** Everything besides the files that the staged rows depend on; a change means reading again. */
  readonly key: string;
  /** What the preview saw, where there was one. */
  readonly previewedFingerprint: string | undefined;
  /** The staging of an earlier attempt of this run, and whether anything of it was sent already. */
  readonly earlier: Staged | undefined;
  readonly hasBatches: boolean;
  readonly read: () => Promise<Staged>;
}

/**
 * Stages the source once. An earlier attempt's staging is used again when entries of it were sent (their
 * numbers are in the journal), or when neither the settings nor the files changed since. Rejects with
 * `source-changed` when the files are no longer what the preview saw, or change while they are read.
 */
export async function readUnchangedSource<Staged>(
  context: RunContext,
  reading: SourceReading<Staged>,
): Promise<{ readonly staged: Staged; readonly isNew: boolean }> {
  const { ports, folder } = context;
  const { earlier, key, tables } = reading;
  const { settings } = folder.record;
  if (earlier !== undefined && reading.hasBatches) return { staged: earlier, isNew: false };
  const before = await ports.fingerprint(tables);
  if (earlier !== undefined && settings.stageKey === key && settings.fingerprint === before) {
    return { staged: earlier, isNew: false };
  }
  if (reading.previewedFingerprint !== undefined && reading.previewedFingerprint !== before) {
    throw sourceChanged('The source changed since the preview.');
  }
  const staged = await reading.read();
  if ((await ports.fingerprint(tables)) !== before) {
    throw sourceChanged('The source changed while it was being read.');
  }
  folder.update({ settings: { ...folder.record.settings, stageKey: key, fingerprint: before } });
  return { staged, isNew: true };
}

/** True once anything of a run was sent: from then on its staged entries keep their numbers. */
export function hasBatches(entries: readonly WrittenEntry[]): boolean {
  return entries.some((entry) => entry.type === 'batch');
}

function sourceChanged(message: string): KnownError {
  const hint = 'Look at the preview again, then send.';
  return new KnownError({
    kind: 'source-changed',
    message,
    hint,
  });
}
