import { maskValue } from '../../../core/identifiers/mask.ts';

const ADDRESS = /[^\s@,"'%()]+@[^\s@,"'%()]+\.[^\s@,".'%()]+/g;

/** True for a text with a whole e-mail address in it; `@example.com` alone is nobody’s. */
export function hasAddress(text: string): boolean {
  return text.search(ADDRESS) !== -1;
}

/** What is shown of a filter that was written by hand: a person may have put somebody's address into it. */
export function hideAddresses(text: string): string {
  return text.replace(ADDRESS, (address) => maskValue('EMAIL', address));
}
