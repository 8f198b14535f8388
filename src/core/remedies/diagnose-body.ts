import { classify } from './classify.ts';
import type { Fault } from './faults.ts';
import { makeFault } from './remedies.ts';
import { readableRequestId, scrub } from './scrub.ts';
import { isWebPage, pageTitle } from './web-page.ts';

/** What a pasted answer turned out to be. */
export type BodyDiagnosis =
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'success'; readonly message: string; readonly requestId: string | undefined }
  /** Nothing in the text looks like an answer of TikTok. */
  | { readonly type: 'unreadable'; readonly hint: string };

/**
 * Finds out what an answer means that somebody pasted: TikTok's JSON, alone or within a log line; the HTTP
 * status line in front of it if it was copied too; a gateway's HTML page; or tada's own `--json` output.
 * The same table decides as during a run. `path` is the path the answer came from, where it is known.
 */
export function diagnoseBody(text: string, path?: string): BodyDiagnosis {
  const body = text.slice(0, LONGEST_BODY);
  const httpStatus = findHttpStatus(body);
  const envelope = findEnvelope(body);
  if (envelope !== undefined) {
    return diagnoseEnvelope(envelope, httpStatus, path ?? findPath(body));
  }
  const isPage = isWebPage(body);
  const status = httpStatus ?? (isPage ? findTitleStatus(body) : undefined);
  if (status === undefined && !isPage) {
    return { type: 'unreadable', hint: UNREADABLE };
  }
  const message = isPage ? pageTitle(body) : `HTTP ${status}`;
  const { kind, explanation } = classify({ httpStatus: status ?? 200, message, path });
  return { type: 'fault', fault: makeFault({ kind, code: status, message, path, explanation }) };
}

const LONGEST_BODY = 200_000;
const UNREADABLE =
  'Paste the whole answer, such as {"code":40105,"message":"…","request_id":"…"}; a request id alone tells nothing.';

interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly requestId: string | undefined;
}

function diagnoseEnvelope(
  { code, message, requestId }: Envelope,
  httpStatus: number | undefined,
  path: string | undefined,
): BodyDiagnosis {
  return code === 0
    ? { type: 'success', message: scrub(message), requestId }
    : { type: 'fault', fault: faultOf({ code, message, requestId, httpStatus, path }) };
}

function faultOf(answer: {
  readonly code?: number;
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly httpStatus?: number | undefined;
  readonly path?: string | undefined;
}): Fault {
  const { kind, explanation } = classify(answer);
  return makeFault({ ...answer, kind, explanation });
}

/** Looks for TikTok's envelope in every JSON object of the text, then for its fields in plain text. */
function findEnvelope(text: string): Envelope | undefined {
  for (const start of jsonStarts(text)) {
    const found = envelopeIn(parseFrom(text, start), 0);
    if (found !== undefined) {
      return found;
    }
  }
  return envelopeInWords(text);
}

/** The first places a JSON object can begin at; a log line has few braces before it. */
function jsonStarts(text: string): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf('{'); at !== -1 && starts.length < 20; at = text.indexOf('{', at + 1)) {
    starts.push(at);
  }
  return starts;
}

function parseFrom(text: string, start: number): unknown {
  for (let end = text.lastIndexOf('}'), tries = 0; end > start && tries < 20; tries += 1) {
    try {
      return JSON.parse(text.slice(start, end + 1));
    } catch {
      end = text.lastIndexOf('}', end - 1);
    }
  }
  return undefined;
}

/** The envelope itself, or one inside `error`, `body`, `response`, `data` or `fault`, as tools wrap it. */
function envelopeIn(value: unknown, depth: number): Envelope | undefined {
  if (typeof value === 'string' && depth > 0 && value.includes('{')) {
    return envelopeIn(parseFrom(value, value.indexOf('{')), depth + 1);
  }
  if (typeof value !== 'object' || value === null || depth > 4) {
    return undefined;
  }
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const code = toCode(fields.code);
  if (code !== undefined) {
    return {
      code,
      message: typeof fields.message === 'string' ? fields.message : '',
      requestId: readableRequestId(fields.request_id ?? fields.requestId),
    };
  }
  for (const key of ['error', 'fault', 'body', 'response', 'data']) {
    const found = envelopeIn(fields[key], depth + 1);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function toCode(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return value;
  }
  return typeof value === 'string' && /^\d{1,6}$/.test(value.trim()) ? Number(value) : undefined;
}

/** `code: 40105, message: …` as logs print it, or the words alone when they name a five-digit code. */
function envelopeInWords(text: string): Envelope | undefined {
  const code = /\bcode["']?\s*[:= ]\s*["']?(\d{5})\b/i.exec(text)?.[1];
  if (code === undefined) {
    return undefined;
  }
  const message = /\bmessage["']?\s*[:=]\s*["']?([^"'\n]{1,500})/i.exec(text)?.[1] ?? text;
  const requestId = /\brequest[_-]?id["']?\s*[:=]\s*["']?([\w-]{8,64})/i.exec(text)?.[1];
  return { code: Number(code), message, requestId: readableRequestId(requestId) };
}

function findHttpStatus(text: string): number | undefined {
  const status = /\bHTTP(?:\/[\d.]+)?[ :]+(?:status(?: code)?[ :]+)?([1-5]\d\d)\b/i.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** The path of a request line or URL that was copied along with the answer. */
function findPath(text: string): string | undefined {
  return /\/open_api\/v[\d.]+(\/[\w/]+\/)/.exec(text)?.[1];
}

function findTitleStatus(page: string): number | undefined {
  const status = /\b([45]\d\d)\b/.exec(pageTitle(page))?.[1];
  return status === undefined ? undefined : Number(status);
}
