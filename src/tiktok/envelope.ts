import { z } from 'zod';
import { parseLosslessJson } from '../core/lossless-json.ts';
import { isWebPage, pageTitle } from '../core/remedies/web-page.ts';
import { namedFailures } from './named-failures.ts';

/** An answer as far as it can be believed. */
export type Envelope<T> =
  | {
      readonly type: 'success';
      readonly data: T;
      readonly requestId: string | undefined;
      /** Name of the field in which it tells what failed all the same. */
      readonly failures: string | undefined;
    }
  | {
      readonly type: 'refusal';
      readonly code: number;
      readonly message: string;
      readonly requestId: string | undefined;
    }
  /** TikTok says success, but what it says with it makes no sense. */
  | { readonly type: 'nonsense'; readonly message: string; readonly requestId: string | undefined }
  /** Not TikTok's envelope at all: a page, half an answer, nothing. */
  | { readonly type: 'unreadable'; readonly message: string };

/** Any code but zero may come as text; zero counts as success only as the number itself. */
const codeSchema = z.union([
  z.int(),
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number),
]);

const envelopeSchema = z.object({
  code: codeSchema,
  message: z.string().catch(''),
  request_id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  data: z.unknown().optional(),
});

/**
 * Reads the body of an answer. Success is `code === 0` and `data` as the schema wants it, and nothing else;
 * the HTTP status doesn't matter for that, since TikTok answers most faults with 200. `data` may be absent.
 */
export function readEnvelope<T>(body: string, data: z.ZodType<T>): Envelope<T> {
  const parsed = envelopeSchema.safeParse(parseOrUndefined(body));
  if (!parsed.success) {
    return { type: 'unreadable', message: describeBody(body) };
  }
  const { code, message, request_id: requestId } = parsed.data;
  if (code !== 0) {
    return { type: 'refusal', code, message, requestId };
  }
  const payload = data.safeParse(parsed.data.data ?? {});
  return payload.success
    ? { type: 'success', data: payload.data, requestId, failures: namedFailures(parsed.data.data) }
    : { type: 'nonsense', message: describeProblem(payload.error), requestId };
}

function parseOrUndefined(body: string): unknown {
  try {
    return parseLosslessJson(body);
  } catch {
    return undefined;
  }
}

/** Says what came instead of an answer, without repeating any of it but a page's title. */
function describeBody(body: string): string {
  if (body.trim() === '') {
    return 'The answer is empty.';
  }
  return isWebPage(body) ? pageTitle(body) : 'The answer is not in the form of TikTok.';
}

/** Names the field, not its value. */
function describeProblem(error: z.ZodError): string {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'The answer lacks its data.' : `The answer has no usable "${path}".`;
}
