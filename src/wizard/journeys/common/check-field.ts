import type { z } from 'zod';
import { credentialSchema } from '../../../core/profiles/schema.ts';
import { capitalised } from '../../../core/wording.ts';

/** What the schema has against a value, as a sentence for below its field; undefined when nothing. */
export function problemOf(schema: z.ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value);
  if (result.success) return undefined;
  return asSentence(result.error.issues[0]?.message ?? 'this can’t be used');
}

/** What is wrong with the name of something new: the schema's rules, and that it must be free. */
export function checkNewName(name: string, taken: readonly string[]): string | undefined {
  const problem = problemOf(credentialSchema.shape.name, name);
  if (problem !== undefined) return problem;
  return taken.includes(name.trim()) ? 'This name is taken; choose another.' : undefined;
}

/** What is wrong with a line of text that may also be left empty. */
export function checkOptionalLine(text: string): string | undefined {
  return problemOf(credentialSchema.shape.description, text);
}

/** The first of `name`, `name 2`, `name 3`… that is free. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** Text as it is saved: nothing in place of an empty one. */
export function filled(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}

function asSentence(message: string): string {
  const text = capitalised(message);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
