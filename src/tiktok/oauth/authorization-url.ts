import { randomBytes } from 'node:crypto';

export interface AuthorizationRequest {
  /** As `authorizationBaseUrl()` gives it. */
  readonly authUrl: string;
  readonly appId: string;
  readonly state: string;
  /** Exactly as registered with the app, trailing slash included: TikTok compares character by character. */
  readonly redirectUri: string;
}

/** The address at which a person authorizes the app. It carries no secret, so it may be sent to somebody else. */
export function authorizationUrl({ authUrl, appId, state, redirectUri }: AuthorizationRequest): string {
  const url = new URL(authUrl);
  url.searchParams.set('app_id', appId);
  url.searchParams.set('state', state);
  url.searchParams.set('redirect_uri', redirectUri);
  return url.href;
}

/**
 * A text that nobody can guess and that TikTok gives back unchanged: 43 letters, digits, `-` and `_`. An
 * answer without it was not asked for by this machine.
 */
export function createState(random: (bytes: number) => Uint8Array = randomBytes): string {
  return Buffer.from(random(32)).toString('base64url');
}
