import { configurationError } from '../core/errors.ts';
import type { Environment } from '../core/profiles/schema.ts';

/** The part of the process environment that moves the API elsewhere. */
export interface UrlOverrides {
  readonly TADA_TIKTOK_URL?: string | undefined;
  readonly TADA_TIKTOK_AUTH_URL?: string | undefined;
}

/** TikTok's Business API v1.3. The simulator has no fixed address. */
const API_URLS: Readonly<Record<Environment, string | undefined>> = {
  production: 'https://business-api.tiktok.com/open_api/v1.3',
  sandbox: 'https://sandbox-ads.tiktok.com/open_api/v1.3',
  simulator: undefined,
};

/** The page on which an advertiser authorizes an app; the sandbox hands out its tokens on the developer portal. */
const AUTHORIZATION_URLS: Readonly<Record<Environment, string | undefined>> = {
  production: 'https://business-api.tiktok.com/portal/auth',
  sandbox: undefined,
  simulator: undefined,
};

/**
 * Base URL of the API, without a trailing slash; `TADA_TIKTOK_URL` goes before the environment's own. Rejects
 * an address that is no URL, carries a login, or would send a sandbox or production token unencrypted over a
 * network, and the simulator when nobody says where it is.
 */
export function apiBaseUrl(environment: Environment, env: UrlOverrides): string {
  const override = given(env.TADA_TIKTOK_URL);
  if (override !== undefined) {
    return checkUrl('TADA_TIKTOK_URL', override, environment);
  }
  const url = API_URLS[environment];
  if (url === undefined) {
    throw configurationError(
      "The simulator's address is not known.",
      'Start it with `tada simulator` and put the url it prints into TADA_TIKTOK_URL, or use `tada demo`.',
    );
  }
  return url;
}

/**
 * URL of the authorization page, or undefined where there is none: then a token is entered by hand.
 * `TADA_TIKTOK_AUTH_URL` goes before the environment's own.
 */
export function authorizationBaseUrl(environment: Environment, env: UrlOverrides): string | undefined {
  const override = given(env.TADA_TIKTOK_AUTH_URL);
  return override === undefined
    ? AUTHORIZATION_URLS[environment]
    : checkUrl('TADA_TIKTOK_AUTH_URL', override, environment);
}

function given(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  return text === '' ? undefined : text;
}

function checkUrl(variable: string, text: string, environment: Environment): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw configurationError(
      `${variable} is not a web address.`,
      `Write it as in http://127.0.0.1:9000/open_api/v1.3, or remove ${variable}.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw configurationError(
      `${variable} has a login in it, which would end up in logs.`,
      'Take the part before the @ out of the address.',
    );
  }
  if (url.protocol === 'http:' && environment !== 'simulator' && !isThisMachine(url.hostname)) {
    throw configurationError(
      `${variable} would send a ${environment} token unencrypted over the network.`,
      'Use an address that starts with https://.',
    );
  }
  return text.replace(/\/+$/, '');
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
