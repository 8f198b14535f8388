import type { Warning } from '../delivery/events.ts';
import type { Credential, Profile } from './schema.ts';

const DAY = 86_400_000;
/** A token has no end at TikTok, but whoever gave it may take it back, leave, or lose the role. */
const STALE_DAYS = 30;

/** Said of a credential that TikTok hasn't been asked about for a month. `now` in milliseconds since 1970. */
export function warnAboutToken({ name, lastValidated }: Credential, now: number): readonly Warning[] {
  if (lastValidated === undefined) return [];
  const days = Math.floor((now - Date.parse(lastValidated)) / DAY);
  if (!(days > STALE_DAYS)) return [];
  return [
    {
      code: 'token-not-validated',
      message: `TikTok last accepted the token of "${name}" on ${lastValidated.slice(0, 10)}, ${days} days ago: check the connection before you rely on it.`,
    },
  ];
}

/** The same for every credential that a destination uses. */
export function warnAboutTokens({ credentials, destinations }: Profile, now: number): readonly Warning[] {
  const used = new Set(destinations.map(({ credential }) => credential));
  return credentials.filter(({ name }) => used.has(name)).flatMap((each) => warnAboutToken(each, now));
}

/** True where it is worth noting that TikTok accepted the token just now: once a day is enough to know. */
export function isWorthNoting({ lastValidated }: Credential, now: number): boolean {
  return lastValidated === undefined || !(now - Date.parse(lastValidated) < DAY);
}
