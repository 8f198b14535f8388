import type { AudienceRecord } from '../ports/storage.ts';
import type { AudienceInfo } from '../ports/tiktok.ts';
import { formatCount } from '../wording.ts';
import type { Warning } from './events.ts';
import { AUDIENCE_LIMIT, AUDIENCE_LIMIT_NEAR, MINIMUM_AUDIENCE_SIZE } from './warnings.ts';

/**
 * Said of an audience that will soon be gone. TikTok marks those that expire within about 60 days: a year
 * after they were last changed or used in an active ad group, or on a day that was fixed when they were made.
 */
export function warnAboutExpiry(
  audience: Pick<AudienceInfo, 'name' | 'isExpiring' | 'expiredTime'>,
): readonly Warning[] {
  if (!audience.isExpiring) return [];
  const day = audience.expiredTime?.slice(0, 10);
  return [
    {
      code: 'audience-expiring',
      message: `TikTok lets the audience "${audience.name}" expire${day === undefined ? ' soon' : ` on ${day}`}, unless it is changed or used in an active ad group before that, or its day was fixed when it was made.`,
    },
  ];
}

/** Said of an audience in which TikTok counts too few people for an ad group; 0 while it is being built. */
export function warnAboutSize(
  audience: Pick<AudienceInfo, 'name' | 'isValid' | 'coverNumber'>,
): readonly Warning[] {
  const { name, isValid, coverNumber } = audience;
  if (coverNumber >= MINIMUM_AUDIENCE_SIZE) return [];
  const wait = isValid ? '' : ' A change takes up to 48 hours to count.';
  return [
    {
      code: 'below-minimum-size',
      message: `TikTok counts ${formatCount(coverNumber)} people in the audience "${name}"; an ad group needs 1,000.${wait}`,
    },
  ];
}

/** Said of an audience that tada filled and that TikTok's list lacks: it may be too new for it. */
export function warnAboutUnlisted({ id, name }: Pick<AudienceInfo, 'id' | 'name'>): Warning {
  return {
    code: 'audience-unlisted',
    message: `TikTok's list lacks the audience "${name}" (${id}) that tada filled before; tada goes on with it by its id rather than make a second one.`,
  };
}

/**
 * Said before a new audience takes the name of one that tada filled before: that one was deleted at TikTok, or has
 * another name there now. Ad groups keep targeting the old one. `records` are tada's own of this name.
 */
export function warnAboutPredecessor(
  name: string,
  records: readonly AudienceRecord[],
  listed: readonly Pick<AudienceInfo, 'id' | 'name'>[],
): readonly Warning[] {
  const last = records.at(-1);
  if (last === undefined) return [];
  const { audienceId: id } = last;
  const renamed = listed.find((info) => info.id === id);
  const message =
    renamed === undefined
      ? `TikTok no longer lists the audience ${id} that tada filled as "${name}", so a new one is made; ad groups don't follow to it.`
      : `The audience ${id} that tada filled as "${name}" is called "${renamed.name}" at TikTok now, so a new one is made. To go on with the old one, run with --set audienceId=${id}.`;
  return [{ code: 'audience-gone', message }];
}

/** Said before the limit of audiences stops somebody. */
export function warnAboutLimit(audiences: number): readonly Warning[] {
  if (audiences < AUDIENCE_LIMIT_NEAR) return [];
  return [
    {
      code: 'audience-limit-near',
      message: `The ad account has ${audiences} of ${AUDIENCE_LIMIT} audiences.`,
    },
  ];
}
