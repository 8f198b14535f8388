import { KnownError } from '../errors.ts';
import { runsOfAudience } from '../history/run-order.ts';
import { makeFault } from '../remedies/remedies.ts';
import type { Warning } from './events.ts';
import type { RunContext } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';

type Context = Pick<RunContext, 'ports' | 'folder'>;
type Target = { readonly id: string; readonly name: string };

/**
 * Refuses an audience that is another ad account's by this machine's record, and only listed by this one too, because it
 * is shared with it. A mapping has to name an account that the audience belongs to; whether one that it is shared with
 * will do isn't documented, and a second ledger beside the first would know only half of who is in it.
 */
export function refuseOtherHome(
  { ports, folder }: Context,
  { advertiserIds }: AudienceRunSettings,
  { id, name }: Target,
): void {
  // A simulator that was started anew gives ids out again, to other accounts as well.
  if (folder.record.settings.environment === 'simulator') return;
  const home = ports.audiences.list().find(({ audienceId }) => audienceId === id)?.advertiserId;
  if (home === undefined || home === advertiserIds[0]) return;
  const message = `The audience "${name}" (${id}) is in ad account ${home}, where tada keeps who is in it; ${advertiserIds[0]} has it only shared.`;
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint: advertiserIds.includes(home)
      ? `Run with --set audienceId=${id} to deliver to it, or give the audience another name.`
      : `Add ${home} to the destination's ad accounts, or give the audience another name.`,
    fault: makeFault({ kind: 'safety-stop', message }),
  });
}

/**
 * Said when a destination names an account that the run before didn't. An audience has one list of members, and the
 * accounts of a mapping only say whose it is; whether one that is named from now on may use the people who were sent
 * before isn't documented.
 */
export function warnAboutAddedAccounts(
  { ports, folder }: Context,
  { advertiserIds, channel }: AudienceRunSettings,
  { id, name }: Target,
): readonly Warning[] {
  if (channel === 'file' || advertiserIds.length < 2) return [];
  const audience = { advertiserId: advertiserIds[0], audienceId: id };
  const last = runsOfAudience(ports.runs.list().runs, audience).findLast(
    (run) => run.turn !== undefined && run.id !== folder.record.id,
  );
  const before: unknown = last?.settings.advertiserIds;
  if (!Array.isArray(before)) return [];
  const added = advertiserIds.filter((account) => !before.includes(account));
  if (added.length === 0) return [];
  return [
    {
      code: 'account-added',
      message: `${added.join(', ')} did not stand in the destination when "${name}" was filled last. Whether TikTok lets such an account use the people who were sent before is not documented; where it doesn't, share the audience with it in Assets → Audiences.`,
    },
  ];
}

/** Said before a new audience is made where this destination filled one of the name in an account it names no longer. */
export function warnAboutLeftAudience(
  { ports, folder }: Context,
  { advertiserIds, audienceName, destination }: AudienceRunSettings,
): readonly Warning[] {
  const all = ports.runs.list().runs;
  const left = ports.audiences
    .list()
    .filter(({ name, advertiserId }) => name === audienceName && !advertiserIds.includes(advertiserId))
    .findLast((record) =>
      runsOfAudience(all, record).some(
        (run) => run.id !== folder.record.id && run.settings.destination === destination,
      ),
    );
  if (left === undefined) return [];
  return [
    {
      code: 'audience-gone',
      message: `This destination filled "${audienceName}" (${left.audienceId}) in ad account ${left.advertiserId}, which it names no longer; a new audience is made in ${advertiserIds[0]}. The old one stays as it is.`,
    },
  ];
}
