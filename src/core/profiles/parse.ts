import { configurationError } from '../errors.ts';
import { collectionOf, ENTITY_KINDS } from './entities.ts';
import { type LocatedJson, parseLocatedJson } from './located-json.ts';
import { describeIssues, describeProblems, NO_SENTENCE, type ProfileProblem } from './problems.ts';
import { type Profile, profileSchema } from './schema.ts';

export type CheckedProfile =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly problems: readonly ProfileProblem[] };

/**
 * A profile file's text as a profile. Throws kind `configuration` with every problem found, each with line,
 * column and path, and with the nearest right name for a key that isn't known. Whether the names it refers
 * to exist is checked when it is merged, since they may be in the profile already.
 */
export function parseProfileFile(text: string, path: string): Profile {
  const located = parseLocatedJson(text);
  const checked = checkLocatedProfile(located);
  if (checked.ok) return checked.profile;
  throw configurationError(
    describeProblems(path, checked.problems),
    'Correct the file and apply it again. `tada apply --schema` prints what it may contain.',
  );
}

/**
 * Checks what was read; `besides` names keys of the whole file that are somebody else's business. `$schema`
 * is always allowed, because editors use it to find the schema.
 */
export function checkLocatedProfile(located: LocatedJson, besides: readonly string[] = []): CheckedProfile {
  if (!located.ok) {
    return { ok: false, problems: [{ place: located.place, path: '', message: located.problem }] };
  }
  const value = withoutKeys(located.value, ['$schema', ...besides]);
  const result = profileSchema.safeParse(value, { error: () => NO_SENTENCE });
  if (!result.success) return { ok: false, problems: describeIssues(result.error.issues, located) };
  const problems = findDuplicates(result.data).map(({ path, message }) => ({
    place: located.placeOf(path),
    path: `${path[0]}[${path[1]}].name`,
    message,
  }));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, profile: result.data };
}

function findDuplicates(profile: Profile) {
  return ENTITY_KINDS.flatMap((kind) => {
    const collection = collectionOf(kind);
    const seen = new Set<string>();
    return profile[collection].flatMap(({ name }, index) => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [{ path: [collection, index, 'name'], message: `a second ${kind} is called "${name}"` }];
    });
  });
}

function withoutKeys(value: unknown, keys: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
