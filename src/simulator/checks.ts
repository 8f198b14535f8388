import { z } from 'zod';
import { invalidValue, Refusal } from './answers.ts';

/** Carried by a custom issue that isn't TikTok's usual 40002. */
interface IssueParameters {
  readonly code?: number;
  /** The whole message, where TikTok's isn't "Invalid value for …". */
  readonly message?: string;
}

/** The words TikTok uses for a value of the wrong type; seen for strings, invented for the others. */
const TYPE_PROBLEMS: Readonly<Record<string, string>> = {
  string: 'not a valid string.',
  number: 'not a valid number.',
  int: 'not a valid integer.',
  boolean: 'not a valid boolean.',
  array: 'not a valid list.',
  object: 'not a valid mapping type.',
  record: 'not a valid mapping type.',
};

/** Parses with zod; throws a {@link Refusal} for the first problem. No message ever holds a value. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? new Refusal(40002, 'Invalid value.') : refusalOf(issue, value);
}

function refusalOf(issue: z.core.$ZodIssue, value: unknown): Refusal {
  const field = fieldName(issue.path);
  if (issue.code === 'custom') {
    const { code = 40002, message }: IssueParameters = issue.params ?? {};
    return new Refusal(code, message ?? invalidValue(field, issue.message).message);
  }
  if (isMissing(issue.path, value)) return invalidValue(field, 'missing data for required field.');
  if (issue.code === 'invalid_type') {
    return invalidValue(field, TYPE_PROBLEMS[issue.expected] ?? 'not valid.');
  }
  if (issue.code === 'invalid_value') {
    return invalidValue(field, `must be one of: ${issue.values.join(', ')}.`);
  }
  return invalidValue(field, issue.message);
}

/** Where in the body it is, without the positions in its lists: TikTok doesn't say which event is wrong. */
function fieldName(path: readonly PropertyKey[]): string {
  const names = path.filter((part) => typeof part === 'string');
  return (names[0] === 'data' && names.length > 1 ? names.slice(1) : names).join('.') || 'body';
}

function isMissing(path: readonly PropertyKey[], value: unknown): boolean {
  let inside = value;
  for (const part of path) {
    if (typeof inside !== 'object' || inside === null) return false;
    inside = Reflect.get(inside, part);
  }
  return inside === undefined;
}

/** A text that isn't empty. */
export const filled = z.string().min(1, 'length must be at least 1.');

/** A list with at least `minimum` and at most `maximum` entries. */
export function listOf<T>(schema: z.ZodType<T>, minimum: number, maximum: number): z.ZodType<T[]> {
  const problem = `length must be between ${minimum} and ${maximum}.`;
  return z.array(schema).min(minimum, problem).max(maximum, problem);
}

/** A list or object in a query: TikTok wants it as JSON in one parameter, not as a repeated one. */
export function jsonParameter<T>(schema: z.ZodType<T>) {
  return z.preprocess((value) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }, schema);
}

/** A whole number in a query, from `minimum` to `maximum`. */
export function numberParameter(minimum: number, maximum: number, fallback: number) {
  const problem = `must be between ${minimum} and ${maximum}.`;
  return z
    .string()
    .regex(/^\d+$/, 'not a valid integer.')
    .transform(Number)
    .refine((number) => number >= minimum && number <= maximum, problem)
    .default(fallback);
}

/** `page` and `page_size` of a list; TikTok's limits differ from endpoint to endpoint. */
export function pageParameters(maximum: number) {
  return {
    page: numberParameter(1, Number.MAX_SAFE_INTEGER, 1),
    page_size: numberParameter(1, maximum, Math.min(10, maximum)),
  };
}

/** One page of a list, with TikTok's `page_info`. */
export function paginate<T>(
  things: readonly T[],
  request: { readonly page: number; readonly page_size: number },
): { list: T[]; page_info: Record<string, number> } {
  const { page, page_size } = request;
  return {
    list: things.slice((page - 1) * page_size, page * page_size),
    page_info: {
      page,
      page_size,
      total_number: things.length,
      total_page: Math.ceil(things.length / page_size),
    },
  };
}
