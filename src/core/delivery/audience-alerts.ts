import type { AudienceInfo } from '../ports/tiktok.ts';
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
      message: `TikTok counts ${coverNumber.toLocaleString('en')} people in the audience "${name}"; an ad group needs 1,000.${wait}`,
    },
  ];
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
