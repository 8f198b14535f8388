import { campaignRunOf } from '../../../core/campaigns/campaign-record.ts';
import { campaignSettings } from '../../../core/campaigns/campaign-settings.ts';
import { attemptOr } from '../../../core/errors.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import { effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import { orchestrationSetSchema } from '../../../core/profiles/schema.ts';
import { describeMove, type Place, placeOf, placeOfRun } from '../../../wizard/journeys/delivery/place.ts';
import type { Services } from '../../../wizard/services.ts';
import type { ScreenOf } from '../../navigation/screen-types.ts';

/** Where a run that is gone on with was to go, else where what was reviewed goes; a campaign goes to several places. */
export function agreedPlaces(services: Services, screen: ScreenOf<'run'>): readonly Place[] | undefined {
  if (screen.undo !== undefined) return undefined;
  const record = recordOf(services, screen.resume);
  if (record?.settings.undoOf !== undefined) return undefined;
  return (
    (record === undefined ? undefined : placesOfRun(services, record)) ?? currentPlaces(services, screen)
  );
}

/** What to say when it goes somewhere else now than was agreed to; undefined when it doesn't. */
export function movedSince(
  services: Services,
  screen: ScreenOf<'run'>,
  agreed: readonly Place[] | undefined,
): string | undefined {
  const now = agreed === undefined ? undefined : currentPlaces(services, screen);
  if (agreed === undefined || now === undefined || agreed.length !== now.length) return undefined;
  const moves = agreed.flatMap((place, index) => {
    const current = now[index];
    return current === undefined ? [] : (describeMove(place, current) ?? []);
  });
  return moves.length === 0 ? undefined : moves.join(' ');
}

function placesOfRun(services: Services, record: RunRecord): readonly Place[] | undefined {
  const campaign = campaignRunOf(record);
  const records =
    campaign === undefined ? [record] : campaign.deliveries.flatMap((id) => recordOf(services, id) ?? []);
  const places = records.flatMap((each) => placeOfRun(each) ?? []);
  return places.length === 0 ? undefined : places;
}

/** Where it goes with the profile as it is now; a run keeps what was given for it alone. */
function currentPlaces(services: Services, screen: ScreenOf<'run'>): readonly Place[] | undefined {
  const recorded = orchestrationSetSchema.safeParse(recordOf(services, screen.resume)?.settings.set);
  const set = screen.set ?? (recorded.success ? recorded.data : undefined);
  return attemptOr(() => {
    const profile = services.profile.load();
    return findEntity(profile, 'campaign', screen.orchestration) === undefined
      ? [placeOf(effectiveSettings(profile, screen.orchestration, set))]
      : campaignSettings(profile, screen.orchestration).deliveries.map(({ settings }) => placeOf(settings));
  }, undefined);
}

/** The record of a run; what can't be read here is told by the attempt to run. */
export function recordOf({ runs }: Services, runId: string | undefined): RunRecord | undefined {
  return runId === undefined ? undefined : attemptOr(() => runs.show(runId).record, undefined);
}
