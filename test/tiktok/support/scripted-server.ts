import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with a request. */
export type Script =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string | Buffer;
    }
  /** Ends the connection without an answer. */
  | 'reset'
  /** Takes the request and never answers. */
  | 'hang'
  /** Sends half of an answer and ends the connection. */
  | 'cut';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** The body of a success. */
export function ok(data?: unknown): Script {
  return {
    body: JSON.stringify({
      code: 0,
      message: 'OK',
      request_id: 'REQUEST-OK',
      ...(data === undefined ? {} : { data }),
    }),
  };
}

/** TikTok's way to say no: HTTP 200 with a code. */
export function no(
  code: number,
  message = 'no',
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Script {
  return {
    status,
    headers,
    body: JSON.stringify({ code, message, request_id: `REQUEST-${code}`, data: {} }),
  };
}

export const GATEWAY_PAGE: Script = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n',
};

/**
 * A local server that plays the scripts in order, the last one again and again; or asks a function, which may
 * look at the request.
 */
export async function startScriptedServer(
  scripts: readonly Script[] | ((request: Received, index: number) => Script),
): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk));
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const entry: Received = {
      method: request.method ?? '',
      path: url.pathname.replace('/open_api/v1.3', ''),
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const index = received.push(entry) - 1;
    const script = typeof scripts === 'function' ? scripts(entry, index) : (scripts[index] ?? scripts.at(-1));
    play(script ?? 'reset', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/open_api/v1.3`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function play(script: Script, response: ServerResponse): void {
  if (script === 'hang') {
    return;
  }
  if (script === 'reset') {
    response.destroy();
    return;
  }
  if (script === 'cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"code":0,"message":"OK"', () => response.destroy());
    return;
  }
  response.writeHead(script.status ?? 200, { 'content-type': 'application/json', ...script.headers });
  response.end(script.body);
}
