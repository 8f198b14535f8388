import { visible } from './visible.ts';

/** More than any name, link or token; a whole file pasted by mistake must not stall the wizard. */
const LONGEST_FIELD = 10_000;

/** What a paste becomes in a field of one line: no breaks, no controls, nothing around it. */
export function pastedLine(text: string): string {
  return visible(text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ')).slice(0, LONGEST_FIELD);
}

/** The same for a link, a code or a token: they never hold spaces, but a terminal may have folded them. */
export function pastedToken(text: string): string {
  return visible(text).replaceAll(/\s+/g, '').slice(0, LONGEST_FIELD);
}
