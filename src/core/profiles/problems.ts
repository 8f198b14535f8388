import type { z } from 'zod';
import { knownKeysAt } from './json-schema.ts';
import { describePath, type JsonPath, type LocatedJson, type Place } from './located-json.ts';
import { didYouMean } from './nearest.ts';

/** Something wrong in a profile's text. The message names keys, never values: a value may be a secret. */
export interface ProfileProblem {
  readonly place: Place;
  /** Such as `credentials[0].secret`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

type Located = Extract<LocatedJson, { readonly ok: true }>;

/** Handed to zod as its message: what carries it has no sentence of its own in the schema. */
export const NO_SENTENCE = '\u0000';

const MOST_SHOWN = 20;

/** One line a problem, each starting with `file:line:column`, which most terminals make clickable. */
export function describeProblems(file: string, problems: readonly ProfileProblem[]): string {
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ place, path, message }) =>
      [`${file}:${place.line}:${place.column}:`, ...(path === '' ? [] : [`${path}:`]), message].join(' '),
    );
  if (problems.length > MOST_SHOWN) lines.push(`… and ${problems.length - MOST_SHOWN} more`);
  return lines.join('\n');
}

/** Zod's issues as sentences with places. */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  located: Located,
): readonly ProfileProblem[] {
  return issues.flatMap((issue) => describeIssue(issue, located));
}

function describeIssue(issue: z.core.$ZodIssue, located: Located): readonly ProfileProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeysAt(path, valueAt(located.value, path));
    return issue.keys.map((key) => ({
      place: located.placeOfKey([...path, key]),
      path: describePath([...path, key]),
      message: `${JSON.stringify(key)} isn't a setting here${whatWasMeant(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message ?? "this name can't be used";
    return [{ place: located.placeOfKey(path), path: describePath(path), message: reason }];
  }
  const value = valueAt(located.value, path);
  return [{ place: located.placeOf(path), path: describePath(path), message: sentence(issue, path, value) }];
}

function whatWasMeant(key: string, known: ReturnType<typeof knownKeysAt>): string {
  const meant = didYouMean(key, known.here);
  if (meant !== '') return meant;
  for (const [kind, keys] of known.elsewhere) {
    if (keys.includes(key)) return `; it belongs to the ${known.distinction} "${kind}"`;
  }
  return known.here.length === 0 ? '' : `; possible are ${known.here.join(', ')}`;
}

function sentence(issue: z.core.$ZodIssue, path: JsonPath, value: unknown): string {
  const isSecret = path.at(-1) === 'secret' || path.at(-1) === 'accessToken';
  if (isSecret && typeof value === 'string') {
    return 'holds the secret itself; a profile only says where it is kept: {"env":"NAME"}, {"file":"path"} or {"keyring":true}';
  }
  if (issue.message !== NO_SENTENCE) return issue.message;
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value);
    case 'invalid_value':
      return `must be ${anyOf(issue.values)}`;
    case 'invalid_union':
      if ('options' in issue && Array.isArray(issue.options)) return `must be ${anyOf(issue.options)}`;
      return 'must be a text in double quotes, or a list of such texts: ["…", "…"]';
    case 'too_small':
      return issue.origin === 'array' ? 'the list is empty' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return "can't be used as it is";
  }
}

function wrongType(expected: string, value: unknown): string {
  switch (expected) {
    case 'string':
      return typeof value === 'number'
        ? 'must be in double quotes: a long id written as a number loses digits'
        : 'must be a text in double quotes';
    case 'boolean':
      return 'must be true or false, without quotes';
    case 'int':
    case 'number':
      return 'must be a whole number, without quotes';
    case 'array':
      return 'must be a list: […]';
    default:
      return 'must be an object: {…}';
  }
}

function anyOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)));
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

function valueAt(root: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, part) ? (value as Record<string | number, unknown>)[part] : undefined;
  }, root);
}
