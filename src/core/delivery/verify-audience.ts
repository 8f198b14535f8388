import { KnownError } from '../errors.ts';
import type { AudienceInfo } from '../ports/tiktok.ts';
import type { AudienceStatus } from './events.ts';
import { audienceReadiness, timeOf } from './file-readiness.ts';
import { readJournalState } from './journal-state.ts';
import { callOptions, type RunContext } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';
import { testMembersOf } from './test-audience.ts';

/**
 * Reads the audience back, and writes down what TikTok says. Sizes take up to 48 hours, so a small or invalid one says
 * nothing yet; a test audience may stay too small for good.
 */
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
    await noteStatus(context, {
      state,
      words,
      ...(data.coverNumber > 0 ? { size: data.coverNumber } : {}),
    });
    const isTest = testMembersOf(context.folder.record) !== undefined;
    return {
      value: undefined,
      detail: words,
      isAlert: state === 'failed' || (state === 'unusable' && !isTest),
    };
  } catch (error) {
    // Everything was confirmed; not being able to look is no failure of the delivery.
    if (!(error instanceof KnownError)) throw error;
    const words = 'the state could not be read';
    await noteStatus(context, { state: 'unread', words });
    return { value: undefined, detail: words, isAlert: true };
  }
}

async function noteStatus({ folder }: RunContext, status: AudienceStatus): Promise<void> {
  await folder.journal.append({ type: 'audience-status', status });
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
