import type { KnownError } from '../errors.ts';

/** 40009: not in the sandbox. 40400 and 404: this server has no such endpoint. 40008: not built. */
export function isEndpointMissing(error: KnownError): boolean {
  return [40009, 40400, 40008, 404].includes(error.fault?.code ?? -1);
}
