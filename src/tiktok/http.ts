import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { TimeoutError } from 'got';

/** A body that is too large for one text; opened anew for every attempt. */
export interface StreamedBody {
  readonly contentType: string;
  /** Exactly as many bytes as `open` gives. */
  readonly length: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | StreamedBody | undefined;
  readonly signal: AbortSignal | undefined;
  /**
   * True for what must not be repeated: a connection that was kept open may be closed by the server in the very
   * moment it is used again, and then nobody knows whether the request arrived.
   */
  readonly needsFreshConnection: boolean;
}

/**
 * What became of a request. `failed` holds our own words and never the error of the library: got's errors
 * carry the request with its headers and its URL, and both hold secrets.
 */
export type HttpResult =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body: string;
      readonly date: string | undefined;
      readonly retryAfter: string | undefined;
    }
  | {
      readonly type: 'failed';
      /** One sentence without a URL. */
      readonly reason: string;
      /** False only when TikTok certainly never got the request. */
      readonly mayHaveArrived: boolean;
      /** True when trying again can't help, such as with a certificate that isn't TikTok's. */
      readonly isPermanent: boolean;
    }
  | { readonly type: 'aborted' };

/** Milliseconds. */
export interface Timeouts {
  /** Finding the host and connecting, each step. */
  readonly connect: number;
  /** Sending the request. */
  readonly send: number;
  /** From the request's end to the first byte of the answer. */
  readonly response: number;
  /** From the first byte of the answer to its last. */
  readonly read: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, send: 60_000, response: 30_000, read: 60_000 };

/** Bytes a second that any line manages; a large upload gets the time it needs at this rate. */
const SLOWEST_UPLOAD = 32_000;
/** TikTok looks through an upload before it answers; other requests it answers at once. */
const UPLOAD_RESPONSE_FACTOR = 4;

/** Answers are lists of at most a hundred entries; whatever is larger isn't TikTok's. */
export const LONGEST_ANSWER = 10 * 1024 * 1024;

export type Send = (request: HttpRequest) => Promise<HttpResult>;

/**
 * Sends one request, once: no retries, no redirects (a token must not travel to another address), no caching.
 * Never rejects.
 */
export function createSend(timeouts: Timeouts): Send {
  const { connect, send, response, read } = timeouts;
  const usual = { lookup: connect, connect, secureConnect: connect, send, response, read };
  const timeoutFor = (body: HttpRequest['body']) =>
    typeof body !== 'object'
      ? usual
      : {
          ...usual,
          send: Math.max(send, (body.length / SLOWEST_UPLOAD) * 1000),
          response: response * UPLOAD_RESPONSE_FACTOR,
        };
  return async ({ method, url, headers, body, signal, needsFreshConnection }) => {
    // Loaded with the first request: it costs as much time as all of the rest of tada's start.
    const { default: got } = await import('got');
    if (isAborted(signal)) {
      return { type: 'aborted' };
    }
    try {
      const stream = got.stream(url, {
        method,
        headers: { ...headers },
        timeout: timeoutFor(body),
        followRedirect: false,
        throwHttpErrors: false,
        retry: { limit: 0 },
        ...(needsFreshConnection ? { agent: freshAgents() } : {}),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body.open() }),
        ...(signal === undefined ? {} : { signal }),
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stream) {
        const bytes = Buffer.from(chunk);
        size += bytes.length;
        if (size > LONGEST_ANSWER) {
          return failed('The answer is larger than any answer of TikTok.', { isPermanent: true });
        }
        chunks.push(bytes);
      }
      const answer = stream.response;
      if (answer === undefined) {
        return failed('TikTok closed the connection without an answer.');
      }
      return {
        type: 'answer',
        status: answer.statusCode,
        body: new TextDecoder().decode(Buffer.concat(chunks)),
        date: answer.headers.date,
        retryAfter: answer.headers['retry-after'],
      };
    } catch (error) {
      return isAborted(signal) ? { type: 'aborted' } : describeFailure(error);
    }
  };
}

/** Node's own agents heed NODE_USE_ENV_PROXY and the proxy variables; these have to be told. */
function freshAgents() {
  const proxy = process.env.NODE_USE_ENV_PROXY === '1' ? { proxyEnv: process.env } : {};
  return { http: new HttpAgent(proxy), https: new HttpsAgent(proxy) };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

type HttpFailure = Extract<HttpResult, { readonly type: 'failed' }>;

const NEVER_SENT = { mayHaveArrived: false } as const;

/** Unless more is known, the request may have arrived, and trying again may help. */
function failed(
  reason: string,
  known: Partial<Pick<HttpFailure, 'mayHaveArrived' | 'isPermanent'>> = {},
): HttpFailure {
  return { type: 'failed', reason, mayHaveArrived: true, isPermanent: false, ...known };
}

interface Failure {
  readonly code: string;
  /** The phase that took too long. */
  readonly phase: TimeoutError['event'] | undefined;
  readonly isConnecting: boolean;
}

/** Takes out of an error what may be shown, and leaves the error itself behind. */
function readFailure(error: unknown): Failure {
  const { code, event, cause } = fieldsOf(error);
  const { syscall } = fieldsOf(cause);
  return {
    code: typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'unknown error',
    phase: typeof event === 'string' ? event : undefined,
    isConnecting: syscall === 'connect' || syscall === 'getaddrinfo',
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  return {
    code: Reflect.get(value, 'code'),
    event: Reflect.get(value, 'event'),
    cause: Reflect.get(value, 'cause'),
    syscall: Reflect.get(value, 'syscall'),
  };
}

const CONNECTING_PHASES = new Set(['lookup', 'connect', 'secureConnect']);
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
]);
const UNKNOWN_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const BAD_CERTIFICATE = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;

function describeFailure(error: unknown): HttpResult {
  const { code, phase, isConnecting } = readFailure(error);
  if (phase !== undefined && CONNECTING_PHASES.has(phase)) {
    return failed('The connection to TikTok could not be made in time.', NEVER_SENT);
  }
  if (phase !== undefined) {
    return failed('TikTok did not answer in time.');
  }
  if (UNKNOWN_HOST.has(code)) {
    return failed(`The name of TikTok's server could not be looked up (${code}).`, NEVER_SENT);
  }
  if (UNREACHABLE.has(code) || isConnecting) {
    return failed(`TikTok's server could not be reached (${code}).`, NEVER_SENT);
  }
  if (BAD_CERTIFICATE.test(code)) {
    return failed(`The certificate of the server that answered is not TikTok's (${code}).`, {
      ...NEVER_SENT,
      isPermanent: true,
    });
  }
  return failed(`The connection to TikTok broke (${code}).`);
}
