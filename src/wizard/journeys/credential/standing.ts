import type { Advertiser } from '../../../core/ports/tiktok.ts';

export { roleName, statusName } from '../../../core/delivery/account-words.ts';

/** Whether deliveries to an advertiser can work, as far as TikTok tells. */
export type Standing = 'works' | 'unknown' | 'refused';

/** Admins and Operators may write, Analysts only read; a role that can't be read may still be enough. */
export function standingOf({ role }: Pick<Advertiser, 'role'>): Standing {
  switch (role) {
    case 'ADMIN':
    case 'OPERATOR':
      return 'works';
    case 'ANALYST':
      return 'refused';
    case 'unknown':
      return 'unknown';
  }
}

export interface Advice {
  readonly kind: 'success' | 'info' | 'warning' | 'error';
  readonly text: string;
  readonly hint?: string;
}

/** What the roles on the advertisers mean for deliveries, and what to do about it. */
export function roleAdvice(advertisers: readonly Advertiser[]): Advice | undefined {
  if (advertisers.length === 0) return undefined;
  const refused = advertisers.filter((advertiser) => standingOf(advertiser) === 'refused');
  const mayWrite = advertisers.some((advertiser) => standingOf(advertiser) === 'works');
  if (refused.length > 0 && !mayWrite) {
    return {
      kind: 'error',
      text: 'This person is an Analyst and may only read.',
      hint: `${NEEDED_ROLE} Or let someone with that role authorize.`,
    };
  }
  if (refused.length > 0) {
    return {
      kind: 'warning',
      text: `An Analyst may only read: ${namesOf(refused)}.`,
      hint: NEEDED_ROLE,
    };
  }
  if (advertisers.some((advertiser) => standingOf(advertiser) === 'unknown')) {
    return {
      kind: 'info',
      text: 'TikTok does not tell every role here.',
      hint: 'Admin or Operator is needed; the first delivery shows it.',
    };
  }
  return undefined;
}

/** Names told in a sentence before the rest is only counted. */
const MOST_NAMES = 3;

function namesOf(advertisers: readonly Advertiser[]): string {
  const names = advertisers.map(({ name, id }) => (name === '' ? id : name));
  const rest = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

export const NEEDED_ROLE =
  'Admin or Operator (recommended) is needed. An admin changes it in Business Center, Users.';
