import { runsOfAudience } from '../history/run-order.ts';
import type { AudienceRecord, AudienceStore, RunRecord, RunStore } from '../ports/storage.ts';
import { openCreations } from './open-creations.ts';
import type { AudienceRunSettings } from './settings.ts';

interface Known {
  readonly audiences: Pick<AudienceStore, 'find' | 'list'>;
  readonly runs: RunStore;
}

/**
 * The settings with the ad account first that the audience is in. Every audience is made in one account, and a mapping
 * for several names the others besides it: which of them stands first in a destination is nobody's decision about
 * people, and must not lead to a second audience or to one whose members nobody knows. Where this destination filled
 * none yet, the first account is the one that a new audience is made in. `run` is the run that goes on, if one does.
 */
export function withHomeFirst(
  known: Known,
  run: RunRecord | undefined,
  settings: AudienceRunSettings,
): AudienceRunSettings {
  const { advertiserIds } = settings;
  if (advertiserIds.length < 2) return settings;
  const own = run?.audienceId === undefined ? undefined : run.advertiserId;
  const home = own ?? homeOf(known, settings);
  if (home === undefined || !advertiserIds.includes(home)) return settings;
  return { ...settings, advertiserIds: [home, ...advertiserIds.filter((id) => id !== home)] };
}

function homeOf({ audiences, runs }: Known, settings: AudienceRunSettings): string | undefined {
  const { advertiserIds, audienceId, audienceName: name, channel } = settings;
  const inReach = advertiserIds.flatMap((id) =>
    audiences.list().filter(({ advertiserId }) => advertiserId === id),
  );
  if (audienceId !== undefined)
    return inReach.find((record) => record.audienceId === audienceId)?.advertiserId;

  const all = runs.list().runs;
  const named = inReach.filter((record) => record.name === name && isOfChannel(record, channel));
  const lastOfOurs = named.flatMap((record) => {
    const last = runsOfAudience(all, record).findLast((run) => isOurs(run, settings));
    return last === undefined ? [] : [{ home: record.advertiserId, at: last.startedAt }];
  });
  const asked = openCreations({ runs, audiences }, { name, channel })
    .filter(
      ({ advertiserId, folder }) => advertiserIds.includes(advertiserId) && isOurs(folder.record, settings),
    )
    .map(({ advertiserId, folder }) => ({ home: advertiserId, at: folder.record.startedAt }));
  const latest = [...lastOfOurs, ...asked].toSorted((one, other) => (one.at < other.at ? 1 : -1))[0];
  if (latest !== undefined) return latest.home;
  // A ledger from another machine comes without the runs that made it.
  return named.find((record) => runsOfAudience(all, record).length === 0)?.advertiserId;
}

/** Another destination may have an audience of the same name in one of these accounts; that one is not ours to fill. */
function isOurs({ orchestration, settings: recorded }: RunRecord, settings: AudienceRunSettings): boolean {
  if (recorded.destination === settings.destination || orchestration === settings.orchestration) return true;
  const { advertiserIds } = recorded;
  return (
    Array.isArray(advertiserIds) &&
    JSON.stringify(advertiserIds.toSorted()) === JSON.stringify(settings.advertiserIds.toSorted())
  );
}

function isOfChannel({ channel, isFallback }: AudienceRecord, wanted: AudienceRecord['channel']): boolean {
  return channel === wanted || isFallback === true;
}
