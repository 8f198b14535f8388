import type { KnownError } from '../errors.ts';

/** 40009: not in the sandbox. 40400 and 404: this server has no such endpoint. 40008: not built. */
const MISSING_ENDPOINT = [40009, 40400, 40008, 404];

/** True when TikTok, or the server in its place, doesn't offer what was asked at all; nothing is wrong with the asking. */
export function isEndpointMissing({ fault }: KnownError): boolean {
  return MISSING_ENDPOINT.includes(fault?.code ?? -1);
}
