import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { configurationError, type KnownError } from '../../core/errors.ts';
import {
  ACCEPTED_PAGE,
  type CallbackPage,
  NO_CODE_PAGE,
  NOT_ALLOWED_PAGE,
  NOT_FOUND_PAGE,
  WRONG_STATE_PAGE,
} from './callback-pages.ts';
import { isSameText } from './same-text.ts';

export interface CallbackServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The path of the redirect URI, such as `/callback`. */
  readonly path: string;
  readonly state: string;
  /** Told about answers that are not taken; the wait goes on. */
  readonly onRejected?: ((reason: CallbackRejection) => void) | undefined;
}

export type CallbackRejection = 'wrong-state' | 'no-code';

export interface CallbackServer {
  readonly port: number;
  /** Where TikTok has to send the browser, if this is what is registered with the app. */
  readonly redirectUri: string;
  /** Resolves once, to the first code that comes with the right state; never rejects, and ends only with that. */
  readonly code: Promise<string>;
  /** Stops listening and ends connections that browsers keep open; may be called twice. */
  close(): Promise<void>;
}

/**
 * Waits on this machine for TikTok to send the browser back. Listens on 127.0.0.1 only and answers one path;
 * whatever else comes by, a stray request, a wrong state, a declined authorization, gets a page and doesn't end
 * the wait. Rejects with kind `configuration` when the port can't be had.
 */
export async function startCallbackServer(options: CallbackServerOptions): Promise<CallbackServer> {
  const accepted = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const answer = judge(request, options);
    if (answer.type === 'accepted') {
      accepted.resolve(answer.authCode);
    }
    if (answer.type === 'rejected') {
      options.onRejected?.(answer.reason);
    }
    respond(request, response, answer.page);
  });
  await listen(server, options.port);
  const port = portOf(server, options.port);
  return {
    port,
    redirectUri: `http://127.0.0.1:${port}${options.path}`,
    code: accepted.promise,
    close: () => close(server),
  };
}

type Answer =
  | { readonly type: 'accepted'; readonly authCode: string; readonly page: CallbackPage }
  | { readonly type: 'rejected'; readonly reason: CallbackRejection; readonly page: CallbackPage }
  | { readonly type: 'stray'; readonly page: CallbackPage };

function judge(request: IncomingMessage, { path, state }: CallbackServerOptions): Answer {
  const target = `http://127.0.0.1${request.url ?? '/'}`;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url === undefined || url.pathname !== path) {
    return { type: 'stray', page: NOT_FOUND_PAGE };
  }
  // Browsers and virus scanners look at links with HEAD; only opening one counts.
  if (request.method !== 'GET') {
    return { type: 'stray', page: NOT_ALLOWED_PAGE };
  }
  if (!isSameText(url.searchParams.get('state') ?? '', state)) {
    return { type: 'rejected', reason: 'wrong-state', page: WRONG_STATE_PAGE };
  }
  const authCode = url.searchParams.get('auth_code') || url.searchParams.get('code');
  return authCode
    ? { type: 'accepted', authCode, page: ACCEPTED_PAGE }
    : { type: 'rejected', reason: 'no-code', page: NO_CODE_PAGE };
}

function respond(request: IncomingMessage, response: ServerResponse, { status, html }: CallbackPage): void {
  // Nothing is read from a request's body, so the connection can't be used again.
  request.resume();
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(html),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...(status === 405 ? { allow: 'GET' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : html);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(port, error.code)));
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.removeAllListeners('error');
      // Trouble with a single connection later on must not end the program.
      server.on('error', () => {});
      resolve();
    });
  });
}

function portError(port: number, code: string | undefined): KnownError {
  const problem =
    code === 'EADDRINUSE'
      ? `Another program is using port ${port}, to which TikTok would send the browser.`
      : `Port ${port}, to which TikTok would send the browser, cannot be opened (${code ?? 'no reason given'}).`;
  return configurationError(
    problem,
    'Open the link all the same: afterwards, copy the address from the browser and paste it here.',
  );
}

function portOf(server: Server, asked: number): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
