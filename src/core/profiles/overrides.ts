import { nearestName } from '../detection/nearest-name.ts';
import { usageError } from '../errors.ts';
import { type OrchestrationSet, orchestrationSetSchema } from './schema.ts';

const KEYS = Object.keys(orchestrationSetSchema.shape);

/**
 * `key=value` texts, as `tada run --set` takes them, as settings for one run. A later one of the same key
 * wins. Throws kind `usage` for an unknown key (with the nearest right one) and for a value that can't be.
 */
export function parseOverrides(pairs: readonly string[]): OrchestrationSet {
  const entries = pairs.map((pair): readonly [string, string] => {
    const equals = pair.indexOf('=');
    if (equals === -1) throw usageError(`--set ${pair} has no value.`, 'Write it as --set key=value.');
    const key = pair.slice(0, equals);
    if (KEYS.includes(key)) return [key, pair.slice(equals + 1)];
    const nearest = nearestName(key, KEYS);
    throw usageError(
      `--set doesn't know "${key}".`,
      nearest === undefined ? `It takes ${KEYS.join(', ')}.` : `Did you mean "${nearest}"?`,
    );
  });
  const result = orchestrationSetSchema.safeParse(Object.fromEntries(entries));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const key = String(issue?.path[0] ?? 'key');
  const reason = issue?.code === 'invalid_value' ? `it is one of ${issue.values.join(', ')}` : issue?.message;
  throw usageError(`--set ${key} can't have this value: ${reason}.`, `Write it as --set ${key}=value.`);
}
