import { maskValue } from '../identifiers/mask.ts';

/** Fields that TikTok takes as they are and that say who somebody is, or may: free text, and ids of a visit. */
const RAW_FIELDS: ReadonlySet<string> = new Set(['ip', 'user_agent', 'ttclid', 'ttp', 'description']);
/** Addresses of pages often carry names, e-mails and click ids behind the host. */
const ADDRESS_FIELDS: ReadonlySet<string> = new Set(['url', 'referrer']);

/**
 * What of an event may be shown, one field of it; fits `JSON.parse` as its second argument. Hashes, products
 * and amounts stay; what is sent in the clear about a person is masked.
 */
export function maskEventField(field: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (RAW_FIELDS.has(field)) return maskValue(undefined, value);
  return ADDRESS_FIELDS.has(field) ? maskAddress(value) : value;
}

/** `https://shop.example/ordered?mail=jane@…` → `https://shop.example/•••` */
function maskAddress(address: string): string {
  const found = /^(https?:\/\/[^/?#@\s]+)([/?#].*)?$/is.exec(address);
  if (found === null) return maskValue(undefined, address);
  const [, origin = '', rest = ''] = found;
  return rest === '' || rest === '/' ? address : `${origin}/•••`;
}
