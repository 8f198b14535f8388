import { CannotSay } from './cannot-say.ts';
import type { Edit } from './edited-text.ts';
import { argumentsOf } from './expression-bounds.ts';
import type { Token } from './tokens.ts';

/**
 * Regular expressions that are written in the query. RE2 takes a group that doesn't exist for an empty one, and
 * can't tell one that took no part in the match from one that matched nothing; Presto fails, and gives NULL.
 */

/** A group of a pattern that is numbered; `mayBeMissing`: a match is possible without it. */
interface Group {
  readonly mayBeMissing: boolean;
}

/** The numbered groups of a pattern, from 1. */
export function groupsOf(pattern: string): readonly Group[] {
  const open: { readonly number: number | undefined; hasChoice: boolean; readonly inside: number[] }[] = [
    { number: undefined, hasChoice: false, inside: [] },
  ];
  const missing: boolean[] = [];
  const parts = pattern.matchAll(
    /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\((?:\?P?<?[^)]?)?|\)(?:[?*]|\{0)?|\|/g,
  );
  for (const [part] of parts) {
    const level = open.at(-1);
    if (level === undefined) break;
    if (part === '|') level.hasChoice = true;
    else if (part.startsWith('(')) {
      const isNumbered = part === '(' || !part.startsWith('(?') || /^\(\?P?<[^=!]/.test(part);
      if (isNumbered) missing.push(false);
      open.push({ number: isNumbered ? missing.length : undefined, hasChoice: false, inside: [] });
    } else if (part.startsWith(')') && open.length > 1) {
      open.pop();
      settle(level.hasChoice, level.inside, missing);
      const around = open.at(-1);
      const found = level.number === undefined ? level.inside : [level.number, ...level.inside];
      if (part.length > 1) settle(true, found, missing);
      around?.inside.push(...found);
    }
  }
  for (const level of open) settle(level.hasChoice, level.inside, missing);
  return missing.map((mayBeMissing) => ({ mayBeMissing }));
}

function settle(isMissing: boolean, groups: readonly number[], missing: boolean[]): void {
  if (isMissing) for (const group of groups) missing[group - 1] = true;
}

function textOf(token: Token | undefined): string | undefined {
  return token?.kind === 'text' ? token.text.slice(1, -1).replaceAll("''", "'") : undefined;
}

/**
 * `regexp_extract(x, '(a)(b)?', 2)` → `"tada found group"(x, '(a)(b)?', 2)`. Throws {@link CannotSay} for a number
 * that no group has.
 */
export function editGroups(tokens: readonly Token[], place: number): readonly Edit[] {
  const [, pattern, third, ...others] = argumentsOf(tokens, place + 1) ?? [];
  if (pattern === undefined || third === undefined || others.length > 0) return [];
  if (pattern[0] !== pattern[1] || third[0] !== third[1]) return [];
  const token = tokens[place];
  const regularExpression = textOf(tokens[pattern[0]]);
  const last = tokens[third[0]];
  if (regularExpression === undefined || token === undefined || last === undefined) return [];
  const groups = groupsOf(regularExpression);
  const isReplacement = token.key === 'regexp_replace';
  const numbers = isReplacement
    ? [...(textOf(last) ?? '').matchAll(/\$(\d)/g)].map(([, digit]) => Number(digit))
    : last.kind === 'number'
      ? [Number(last.text)]
      : [];
  const unknown = numbers.find((number) => number > groups.length);
  if (unknown !== undefined) {
    throw new CannotSay(
      last.start,
      `the pattern has no group ${unknown}`,
      'Groups are counted by their opening brackets, from 1.',
    );
  }
  if (isReplacement) return [];
  const mayBeMissing = numbers.some((number) => groups[number - 1]?.mayBeMissing === true);
  return mayBeMissing ? [{ start: token.start, end: token.end, text: '"tada found group"' }] : [];
}
