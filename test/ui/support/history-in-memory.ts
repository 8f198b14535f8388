import { mayBeKept, withEntry } from '../../../src/core/field-history.ts';
import type { Services } from '../../../src/wizard/services.ts';

/** Earlier entries of fields, as they are kept on disk. */
export function historyInMemory(
  before: Readonly<Record<string, readonly string[]>> = {},
): Services['fieldHistory'] {
  const kept = new Map(Object.entries(before));
  return {
    prepare: () => undefined,
    entries: (key) => kept.get(key) ?? [],
    remember: (key, value) => {
      if (mayBeKept(key, value)) kept.set(key, withEntry(kept.get(key) ?? [], value));
    },
  };
}
