import { trimText, unwrapText } from './text.ts';

/** Marks that have no width and no place in an address; copied text carries them. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Letters, digits and signs as Japanese and Chinese keyboards write them in full width, the `＠` among them. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

const NAMED = /^([^<>]*)<([^<>]*)>$/;
const IN_BRACKETS = /^[^[\]]*\[([^[\]]*)\]$/;
const REMARK = /\s*\([^()@]*\)$/;
const MAILTO = /^mailto:\s*/i;
const SUBJECT = /\?.*$/s;
const END_OF_LIST = /[\s,;.]+$/;

/**
 * An address in a text: good enough to count them, not to tell whether they are right. Of a name of any length its
 * end does, so that a text without one is not read from each of its places to its end.
 */
const ADDRESS = /[^\s@<>,;:()[\]"']{1,64}@[^\s@<>,;:()[\]"']+\.\p{L}{2,}/gu;

/**
 * The address in a text that holds one and something around it: `Ann Lee <ann@example.com>`, `ann@example.com (Ann)`,
 * `["ann@example.com"]`, a mailto link, a comma that was left of a list; in full width, or with marks that can't be
 * seen. `text` is unwrapped already. A text with two addresses stays as it is, and so is none.
 */
export function addressText(text: string): string {
  const plain = /[^!-~]/.test(text) ? foldText(text) : text;
  const [, name, named] = NAMED.exec(plain) ?? [];
  if (named !== undefined && isNoOther(name, named)) return withoutLink(unwrapText(named));
  if (plain.indexOf('@') !== plain.lastIndexOf('@')) return plain;
  const inside = IN_BRACKETS.exec(plain)?.[1];
  // A domain in brackets, as in `ann@[127.0.0.1]`, is another thing.
  if (inside?.includes('@') === true) return withoutLink(unwrapText(inside));
  return withoutLink(plain.replace(REMARK, '').replace(END_OF_LIST, ''));
}

/** Address books give the address for a name that they don't know. */
function isNoOther(name = '', address = ''): boolean {
  return !name.includes('@') || unwrapText(name).toLowerCase() === unwrapText(address).toLowerCase();
}

function foldText(text: string): string {
  return trimText(
    text
      .replace(INVISIBLE, '')
      .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET)),
  );
}

function withoutLink(text: string): string {
  return MAILTO.test(text) ? text.replace(MAILTO, '').replace(SUBJECT, '') : text;
}

/** True for a text with more than one address in it. */
export function holdsSeveralAddresses(text: string): boolean {
  return (text.match(ADDRESS)?.length ?? 0) > 1;
}
