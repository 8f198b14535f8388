import { KnownError } from '../errors.ts';
import type { AudienceInfo } from '../ports.ts';
import { audienceReadiness, timeOf } from './file-readiness.ts';
import { readJournalState } from './journal-state.ts';
import { callOptions, type RunContext } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';

/** Reads the audience back. Sizes take up to 48 hours, so a small or invalid one says nothing yet. */
export async function verifyAudience(
  context: RunContext,
  settings: Pick<AudienceRunSettings, 'advertiserIds'>,
  audienceId: string,
) {
  try {
    const { data } = await context.ports.tiktok.getAudience(
      settings.advertiserIds[0] ?? '',
      audienceId,
      callOptions(context),
    );
    const { state, words } = audienceReadiness(data, lastChange(context, data), context.ports.clock.now());
    return { value: undefined, detail: words, isAlert: state === 'failed' || state === 'unusable' };
  } catch (error) {
    // Everything was confirmed; not being able to look is no failure of the delivery.
    if (!(error instanceof KnownError)) throw error;
    return { value: undefined, detail: 'the state could not be read', isAlert: true };
  }
}

/** When the audience was changed last, as far as this machine and TikTok know; milliseconds since 1970. */
function lastChange({ ports, folder }: RunContext, audience: AudienceInfo): number | undefined {
  const { confirmed, unknown } = readJournalState(folder.journal.read());
  if (confirmed.length > 0 || unknown.length > 0) return ports.clock.now();
  const runs = ports.runs
    .list()
    .runs.filter((run) => run.audienceId === audience.id && run.id !== folder.record.id)
    .map(({ startedAt, finishedAt }) => Date.parse(finishedAt ?? startedAt));
  const created = timeOf(audience.createTime);
  const times = created === undefined ? runs : [...runs, created];
  return times.length === 0 ? undefined : Math.max(...times);
}
