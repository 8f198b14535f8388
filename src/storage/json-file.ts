import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { configurationError } from '../core/errors.ts';
import { isMissing } from '../core/system-errors.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { storageError } from './io-errors.ts';
import { parseJson } from './parse-json.ts';

/**
 * Reads a small file of tada's own. Undefined when there is none; throws kind `configuration`, naming the
 * file, when it isn't what it should be.
 */
export function readJsonFile<Value>(path: string, schema: z.ZodType<Value>): Value | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw storageError(error, 'read', path);
  }
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` (at ${issue.path.join('.')})`;
  throw configurationError(
    `${path} is damaged${place}.`,
    "Put back a good copy, or move the file away; it is never changed while it can't be read.",
  );
}

/** Replaces it as a whole (0600). */
export function writeJsonFile(path: string, value: unknown): void {
  writeFileAtomically(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
