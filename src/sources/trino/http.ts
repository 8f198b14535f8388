import { readFile } from 'node:fs/promises';
import { configurationError } from '../../core/errors.ts';

/** One request to a server. */
export interface StatementRequest {
  readonly method: 'POST' | 'GET' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The SQL of a POST. */
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What became of a request. `failed` holds our own words and never the error of the library: got's errors carry
 * the request with its headers, which hold the password.
 */
export type StatementResult =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body: string;
      readonly retryAfter: string | undefined;
      /** Where a redirect leads. */
      readonly location: string | undefined;
    }
  | { readonly type: 'failed'; readonly reason: string; readonly isPermanent: boolean }
  | { readonly type: 'aborted' };

/** Sends one request, once. Never rejects. */
export type SendStatement = (request: StatementRequest) => Promise<StatementResult>;

/** Milliseconds. A server answers within a second even when it has nothing yet; a busy one takes its time. */
const TIMEOUTS = { lookup: 10_000, connect: 10_000, secureConnect: 10_000, response: 60_000, read: 120_000 };

/** A page is 16 MB by the server's own default; far above that something else is answering. */
const LONGEST_PAGE = 256 * 1024 * 1024;

/**
 * Requests to one server, over connections that are kept open. No redirects are followed: they could lead the
 * password elsewhere. `caFile`: PEM file of an authority that this machine doesn't know.
 */
export async function createStatementSend(caFile: string | undefined): Promise<SendStatement> {
  // Loaded with the first use of a server: files need none of it.
  const { default: got } = await import('got');
  const https =
    caFile === undefined ? {} : { https: { certificateAuthority: await readCertificates(caFile) } };
  return async ({ method, url, headers, body, signal }) => {
    if (isAborted(signal)) return { type: 'aborted' };
    try {
      const stream = got.stream(url, {
        method,
        headers: { ...lengthOf(body), ...headers },
        timeout: TIMEOUTS,
        followRedirect: false,
        throwHttpErrors: false,
        retry: { limit: 0 },
        ...https,
        ...(body === undefined ? {} : { body: inOnePiece(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      // A DELETE may have a body, so got waits for one to be written.
      if (method === 'DELETE') stream.end();
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stream) {
        const bytes = Buffer.from(chunk);
        size += bytes.length;
        if (size > LONGEST_PAGE) return failed('Its answer is larger than any page of a result.', true);
        chunks.push(bytes);
      }
      const answer = stream.response;
      if (answer === undefined) return failed('It closed the connection without an answer.');
      return {
        type: 'answer',
        status: answer.statusCode,
        body: new TextDecoder().decode(Buffer.concat(chunks)),
        retryAfter: answer.headers['retry-after'],
        location: answer.headers.location,
      };
    } catch (error) {
      return isAborted(signal) ? { type: 'aborted' } : describeFailure(error);
    }
  };
}

/** A body given as an iterable has no length of its own, and without one it would be sent in chunks. */
function lengthOf(body: string | undefined): Readonly<Record<string, string>> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** got 16 cuts a text into pieces, and throws the answer away that is there before it has seen the last one leave. */
function* inOnePiece(body: string): Iterable<Uint8Array> {
  yield Buffer.from(body);
}

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw configurationError(
      `The file with certificates ${path} can't be read.`,
      'Check the path (caFile), and that you may read the file.',
    );
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function failed(reason: string, isPermanent = false): StatementResult {
  return { type: 'failed', reason, isPermanent };
}

const BAD_CERTIFICATE = /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/;
const UNKNOWN_HOST = /^(ENOTFOUND|EAI_)/;

/** Takes out of an error what may be shown, and leaves the error itself behind. */
function describeFailure(error: unknown): StatementResult {
  const read = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const code = read('code');
  const shown = typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'unknown error';
  if (BAD_CERTIFICATE.test(shown)) return failed(`Its certificate can't be trusted (${shown}).`, true);
  if (UNKNOWN_HOST.test(shown)) return failed(`There is no server of this name (${shown}).`);
  if (typeof read('event') === 'string') return failed('It did not answer in time.');
  return failed(`The connection could not be made, or broke (${shown}).`);
}
