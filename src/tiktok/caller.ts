import type { z } from 'zod';
import type { KnownError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CallOptions, Reply } from '../core/ports/tiktok.ts';
import type { Fault } from '../core/remedies/faults.ts';
import { OutcomeUnknownError } from '../core/remedies/outcome-unknown.ts';
import { knownErrorFromFault, makeFault, wordsOf } from '../core/remedies/remedies.ts';
import { DEFAULT_PATIENCE, nextWait, type Patience, readRetryAfter } from './back-off.ts';
import type { Send, StreamedBody } from './http.ts';
import { type Failure, isCertain, type Judgement, judgeAnswer, judgeFailure } from './judge.ts';
import type { RateLimiter } from './rate-limiter.ts';

/** One request to TikTok's API. */
export interface ApiRequest<T> {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, with its trailing slash, which TikTok insists on. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** JSON text, or a form with a file. */
  readonly body?: string | StreamedBody | undefined;
  readonly accessToken?: string | undefined;
  /**
   * What sending it twice does. `read` and `set-like` requests may be repeated when nobody knows what became
   * of them; a `create` may not, TikTok has no idempotency keys.
   */
  readonly nature: 'read' | 'set-like' | 'create';
  /** What a success has to carry. */
  readonly data: z.ZodType<T>;
  /** May depend on what went wrong last. */
  readonly patience?: Patience | ((fault: Fault) => Patience) | undefined;
}

export type Call = <T>(request: ApiRequest<T>, options?: CallOptions) => Promise<Reply<T>>;

export interface CallerOptions {
  readonly baseUrl: string;
  readonly send: Send;
  readonly clock: Clock;
  /** Multiplies every wait. */
  readonly waitScale: number;
  readonly limiter: RateLimiter;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
  /** Texts that must not appear in any message, whoever wrote it. */
  readonly secrets: readonly string[];
  /** Called with the Date header of every answer and the times around it, in milliseconds. */
  readonly onDate?: ((date: string, sentAt: number, receivedAt: number) => void) | undefined;
}

/** Pacing shorter than this, in milliseconds, isn't worth telling. */
const WORTH_TELLING = 1000;

/**
 * Makes the function through which every request to TikTok goes: paced, sent, judged, and repeated as long as
 * that is safe and promises something. It rejects with a KnownError that carries a Fault, with an
 * OutcomeUnknownError when a request that changes something may have been carried out all the same, and with
 * kind `cancelled` when the signal is aborted.
 */
export function createCaller(options: CallerOptions): Call {
  return async (request, callOptions = {}) => {
    let waited = 0;
    let rateLimits = 0;
    let mayHaveWorked = false;
    for (let attempts = 1; ; attempts += 1) {
      await pace(options, request.path, callOptions, mayHaveWorked && request.nature !== 'read');
      const { judgement, retryAfter } = await attempt(options, request, callOptions);
      if (judgement.type === 'success') {
        return judgement.reply;
      }
      mayHaveWorked ||= judgement.mayHaveWorked;
      if (request.nature === 'create' && judgement.mayHaveWorked) {
        throw outcomeUnknown(judgement.fault);
      }
      rateLimits = judgement.fault.kind === 'rate-limited' ? rateLimits + 1 : 0;
      const random = options.random();
      const facts = { attempts, waited, rateLimits, retryAfter, random };
      const wait = nextWait(judgement.retry, facts, patienceOf(request, judgement.fault));
      if (wait === undefined) {
        throw finalError(request, judgement, { attempts, mayHaveWorked });
      }
      waited += wait;
      await waitBefore(options, request, judgement, wait, callOptions, mayHaveWorked);
    }
  };
}

function patienceOf({ patience = DEFAULT_PATIENCE }: ApiRequest<unknown>, fault: Fault): Patience {
  return typeof patience === 'function' ? patience(fault) : patience;
}

interface Attempt<T> {
  readonly judgement: Judgement<T>;
  /** Seconds the answer asks to wait. */
  readonly retryAfter: number | undefined;
}

async function attempt<T>(
  options: CallerOptions,
  request: ApiRequest<T>,
  { signal }: CallOptions,
): Promise<Attempt<T>> {
  const sentAt = options.clock.now();
  const result = await options.send({
    method: request.method,
    url: urlOf(options.baseUrl, request),
    headers: headersOf(request),
    body: request.body,
    signal,
    needsFreshConnection: request.nature === 'create',
  });
  if (result.type === 'aborted') {
    throw cancelled(request.nature !== 'read');
  }
  if (result.type === 'failed') {
    return { judgement: judgeFailure(result, options.secrets), retryAfter: undefined };
  }
  const receivedAt = options.clock.now();
  if (result.date !== undefined) {
    options.onDate?.(result.date, sentAt, receivedAt);
  }
  return {
    judgement: judgeAnswer(request, result, options.secrets),
    retryAfter: readRetryAfter(result.retryAfter, receivedAt),
  };
}

function urlOf(baseUrl: string, { path, query = {} }: ApiRequest<unknown>): URL {
  const url = new URL(`${baseUrl}${path}`);
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, value);
  }
  return url;
}

function headersOf({ accessToken, body }: ApiRequest<unknown>): Readonly<Record<string, string>> {
  if (accessToken !== undefined && !/^[\x21-\x7e]{1,4096}$/.test(accessToken)) {
    throw knownErrorFromFault(
      makeFault({
        kind: 'invalid-credentials',
        message: 'It is empty, or has spaces or letters in it that no token has.',
        explanation: 'The access token is not one that TikTok gave.',
      }),
    );
  }
  return {
    accept: 'application/json',
    'user-agent': 'tada',
    ...(accessToken === undefined ? {} : { 'access-token': accessToken }),
    ...contentHeaders(body),
  };
}

function contentHeaders(body: ApiRequest<unknown>['body']): Readonly<Record<string, string>> {
  if (body === undefined) return {};
  if (typeof body === 'string') return { 'content-type': 'application/json' };
  // With its length the request isn't sent in chunks, which not every gateway takes.
  return { 'content-type': body.contentType, 'content-length': String(body.length) };
}

async function pace(
  options: CallerOptions,
  path: string,
  callOptions: CallOptions,
  mayHaveWorked: boolean,
): Promise<void> {
  const milliseconds = options.limiter.reserve(path, options.clock.now());
  if (callOptions.signal?.aborted === true) {
    throw cancelled(mayHaveWorked);
  }
  if (milliseconds <= 0) {
    return;
  }
  if (milliseconds > WORTH_TELLING) {
    const reason = "Keeping within TikTok's limit of requests";
    callOptions.onWait?.({ reason, seconds: milliseconds / 1000, isPacing: true });
  }
  await sleep(options.clock, milliseconds, callOptions, mayHaveWorked);
}

async function waitBefore(
  options: CallerOptions,
  { path, nature }: ApiRequest<unknown>,
  { fault, mayHaveWorked: isInDoubt }: Failure,
  wait: number,
  callOptions: CallOptions,
  mayHaveWorked: boolean,
): Promise<void> {
  const seconds = wait * options.waitScale;
  const milliseconds = seconds * 1000;
  if (fault.kind === 'rate-limited') {
    options.limiter.pause(path, options.clock.now() + milliseconds);
  }
  callOptions.onWait?.({
    reason: reasonOf(fault),
    seconds,
    ...(isInDoubt && nature !== 'read' ? { isInDoubt } : {}),
  });
  await sleep(options.clock, milliseconds, callOptions, mayHaveWorked && nature !== 'read');
}

async function sleep(
  clock: Clock,
  milliseconds: number,
  { signal }: CallOptions,
  mayHaveWorked: boolean,
): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch (error) {
    throw signal?.aborted === true ? cancelled(mayHaveWorked) : error;
  }
}

function reasonOf({ kind, code, message, explanation }: Fault): string {
  const sentence = kind === 'network' ? message : explanation;
  const plain = sentence.replace(/\.$/, '');
  if (code === undefined) {
    return plain;
  }
  return code < 1000 ? `${plain} (HTTP ${code})` : `${plain} (code ${code})`;
}

function finalError(
  { nature }: ApiRequest<unknown>,
  { fault, retry }: Failure,
  { attempts, mayHaveWorked }: { readonly attempts: number; readonly mayHaveWorked: boolean },
): KnownError {
  const told =
    attempts > 1 && retry !== 'no' ? { ...fault, explanation: withAttempts(fault, attempts) } : fault;
  const isUnknown = nature !== 'read' && mayHaveWorked && !isCertain(fault) && fault.kind !== 'partial';
  return isUnknown ? outcomeUnknown(told) : knownErrorFromFault(told);
}

function withAttempts({ explanation }: Fault, attempts: number): string {
  return `${explanation.replace(/\.$/, '')}; tada tried ${attempts} times.`;
}

function outcomeUnknown(fault: Fault): OutcomeUnknownError {
  const { message, hint } = wordsOf(fault);
  return new OutcomeUnknownError({
    fault,
    message: `${message} Whether TikTok carried the request out is not known.`,
    hint,
  });
}

function cancelled(mayHaveWorked: boolean): KnownError {
  const fault = makeFault({ kind: 'cancelled', message: 'The request to TikTok was cancelled.' });
  return mayHaveWorked ? outcomeUnknown(fault) : knownErrorFromFault(fault);
}
