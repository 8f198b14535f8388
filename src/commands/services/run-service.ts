import { campaignRunOf } from '../../core/campaigns/campaign-record.ts';
import { readJournalState } from '../../core/delivery/journal-state.ts';
import { usageError } from '../../core/errors.ts';
import type { Engine, RejectedValue } from '../../core/ports/engine.ts';
import type { WrittenEntry } from '../../core/ports/journal.ts';
import type { AudienceStore, RunFolder, RunStore } from '../../core/ports/storage.ts';
import type { RunService } from '../../wizard/run-service.ts';

const REJECTS_PAGE = 5_000;

/** Runs that were made on this machine. */
export function createRunService(
  runs: RunStore,
  audiences: AudienceStore,
  engine: Engine,
): Pick<RunService, 'list' | 'audiences' | 'show' | 'rejects'> {
  return {
    list: () => runs.list(),
    audiences: () => audiences.list(),
    show: (id) => {
      const { record, journal } = openRun(runs, id);
      const { advertiserId, audienceId } = record;
      const audience =
        advertiserId === undefined || audienceId === undefined
          ? undefined
          : audiences.find(advertiserId, audienceId);
      return { record, journal: journal.read(), audience };
    },
    rejects: (id) => {
      const { stagedPath, journal, record } = openRun(runs, id);
      const campaign = campaignRunOf(record);
      if (campaign !== undefined) {
        throw usageError(
          `The run ${id} is a campaign's; each of its audiences has a run of its own.`,
          `Ask for theirs: ${campaign.deliveries.map((each) => `\`tada runs rejects ${each}\``).join(', ')}.`,
        );
      }
      const entries = journal.read();
      if (!entries.some((entry) => entry.type === 'staged' || entry.type === 'staged-events')) {
        throw usageError(
          `The run ${id} ended before its rows were read, so nothing was rejected.`,
          `See \`tada runs show ${id}\`.`,
        );
      }
      return readUnsent(engine, stagedPath, entries);
    },
  };
}

/** The run with this id or unique beginning of one; rejects with `usage` when there is none. */
export function openRun(runs: RunStore, id: string): RunFolder {
  const folder = runs.open(id);
  if (folder === undefined) throw usageError(`There is no run ${id}.`, '`tada list runs` shows all of them.');
  return folder;
}

/** All rejected values of a staged file, page by page. */
export async function* readRejects(engine: Engine, stagedPath: string): AsyncIterable<RejectedValue> {
  for (let offset = 0; ; offset += REJECTS_PAGE) {
    const page = await engine.rejects(stagedPath, offset, REJECTS_PAGE);
    yield* page;
    if (page.length < REJECTS_PAGE) return;
  }
}

/** What could not be sent, and behind it the rows that TikTok refused, each with what it said. */
async function* readUnsent(
  engine: Engine,
  stagedPath: string,
  journal: readonly WrittenEntry[],
): AsyncIterable<RejectedValue> {
  yield* readRejects(engine, stagedPath);
  const { refused } = readJournalState(journal);
  if (refused.length === 0) return;
  const type = journal.some((entry) => entry.type === 'staged-events') ? 'EVENT' : 'ROW';
  for (let offset = 0; ; offset += REJECTS_PAGE) {
    const page = await engine.entryRows(stagedPath, refused, offset, REJECTS_PAGE);
    for (const { row, entry } of page) {
      yield { row, column: '', type, reason: 'refused', message: refusalOf(entry, journal) };
    }
    if (page.length < REJECTS_PAGE) return;
  }
}

/** What TikTok said last of an entry that it refused. */
function refusalOf(place: number, journal: readonly WrittenEntry[]): string | undefined {
  const last = journal.findLast(
    (entry) => entry.type === 'batch' && entry.state === 'refused' && entry.from <= place && place < entry.to,
  );
  return last?.type === 'batch' ? last.message : undefined;
}
