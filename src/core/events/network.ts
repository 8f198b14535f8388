/** First and last octets of IPv4 networks that no visitor comes from: private, shared, local, multicast, reserved. */
const IPV4_NOT_PUBLIC: readonly (readonly [first: number, last: number])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['224.0.0.0', '255.255.255.255'],
].map(([first = '', last = '']) => [ipv4Number(first), ipv4Number(last)]);

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const IPV6 = /^[0-9a-f:]{3,39}$/i;
const MAPPED_IPV4 = /^::ffff:(?=[0-9.]+$)/i;

function ipv4Number(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

function isPublicIpv4(address: string): boolean {
  const number = ipv4Number(address);
  return !IPV4_NOT_PUBLIC.some(([first, last]) => number >= first && number <= last);
}

/**
 * Public addresses that need no second look: IPv4 of networks that are public as a whole, and IPv6 with all its
 * groups. {@link publicAddress} gives them back unchanged, and takes others besides. RE2-compatible.
 */
export const PLAIN_PUBLIC_ADDRESS_PATTERN = `^(?:(?:${publicFirstOctets().join('|')})(?:\\.${OCTET}){3}|[23][0-9a-fA-F]{3}(?::[0-9a-fA-F]{1,4}){7})$`;

function publicFirstOctets(): readonly number[] {
  return Array.from({ length: 256 }, (_, octet) => octet).filter((octet) =>
    IPV4_NOT_PUBLIC.every(([first, last]) => last < octet * 2 ** 24 || first >= (octet + 1) * 2 ** 24),
  );
}

/** Only 2000::/3 is handed out to the public internet; `::` may stand once for the groups left out. */
function isPublicIpv6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length === 2 ? groups.length > 7 : groups.length !== 8) return false;
  if (groups.some((group) => group.length === 0 || group.length > 4)) return false;
  const [start = ''] = halves[0]?.split(':') ?? [];
  const first = Number.parseInt(start, 16);
  return first >= 0x2000 && first <= 0x3fff;
}

/**
 * The one public IPv4 or IPv6 address a text holds, as TikTok asks for public ones only; undefined for anything
 * else. Servers that listen on both write IPv4 as `::ffff:8.8.8.8`, which is taken apart. Addresses reserved
 * for documentation pass: they never occur by accident, and examples are made of them.
 */
export function publicAddress(text: string): string | undefined {
  const address = text.replace(MAPPED_IPV4, '');
  if (IPV4.test(address)) return isPublicIpv4(address) ? address : undefined;
  return IPV6.test(address) && isPublicIpv6(address) ? address : undefined;
}

/** A product and its version first, as every browser names itself: `Mozilla/5.0 (…`. RE2-compatible. */
export const USER_AGENT_PATTERN = '^[A-Za-z][A-Za-z0-9 ._-]{0,60}/[0-9v]';
const USER_AGENT = new RegExp(USER_AGENT_PATTERN);

/** Browsers name themselves in a few hundred characters. */
const USER_AGENT_LIMIT = 2_000;

export function isPlausibleUserAgent(text: string): boolean {
  return text.length <= USER_AGENT_LIMIT && USER_AGENT.test(text);
}

/** An absolute address of the web. RE2-compatible; applied to the trimmed text. */
export const PAGE_URL_PATTERN = '^(?i:https?)://[^\\s/?#]+\\S*$';
const PAGE_URL = new RegExp(PAGE_URL_PATTERN);

export function isPageUrl(text: string): boolean {
  return PAGE_URL.test(text);
}

/** A language tag such as `en-US`; TikTok's own example also has `en_US`. RE2-compatible. */
export const LOCALE_PATTERN = '^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$';
const LOCALE = new RegExp(LOCALE_PATTERN);

export function isLocale(text: string): boolean {
  return LOCALE.test(text);
}

/** TikTok takes click ids of up to 1,000 characters and asks not to cut them. */
export function isClickId(text: string): boolean {
  return text.length <= 1_000;
}
