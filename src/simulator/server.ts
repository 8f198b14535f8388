import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Acceptance, type Envelope, Refusal, requestId, statusOf } from './answers.ts';
import { FIRST_ADVERTISER } from './directory.ts';
import type { Call, Endpoint } from './endpoints/endpoint.ts';
import type { FaultBox, Hit } from './faults/box.ts';
import type { FaultSubject, Transport } from './faults/definition.ts';
import type { MultipartForm } from './multipart.ts';
import type { Pace } from './pace.ts';
import type { QuotaMeter } from './quotas.ts';
import type { World } from './world.ts';

export const API_BASE = '/open_api/v1.3';
export const AUTH_PATH = '/portal/auth';

/** JSON bodies above this are answered as a gateway would; TikTok's own limit is unknown. */
const MAXIMUM_JSON_BYTES = 10_000_000;
const CLOCK_SKEW = 7_200_000;

export interface ServerParts {
  readonly world: World;
  readonly faults: FaultBox;
  readonly pace: Pace;
  /** Enforced on every request, where set. */
  readonly quotas: QuotaMeter | undefined;
  /** Enforced while the fault `quotas` is armed. */
  readonly faultQuotas: QuotaMeter;
  readonly slowMilliseconds: number;
  /** Ends every wait when the simulator closes. */
  readonly closing: AbortSignal;
}

/** TikTok's API and authorization page as an HTTP server that isn't listening yet. */
export function createSimulatorServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      if (request.socket.destroyed || parts.closing.aborted) return;
      // A bug of the simulator's own. It says so in TikTok's form, for the client shows what it gets.
      const what = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      const id = requestId(parts.world.now());
      if (response.headersSent) {
        response.destroy();
        return;
      }
      response.writeHead(500, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ code: 50000, message: `The simulator failed. ${what}`, request_id: id }));
    });
  });
  // A kept connection that closes just as it is used again would look like a fault nobody asked for.
  server.keepAliveTimeout = 75_000;
  return server;
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === AUTH_PATH) return serveConsent(parts.world, request, response, url.searchParams);
  const path = url.pathname.startsWith(API_BASE) ? url.pathname.slice(API_BASE.length) : url.pathname;
  const exchange = new Exchange(parts, request, response, path);
  parts.world.requests.set(path, (parts.world.requests.get(path) ?? 0) + 1);
  await exchange.run(url);
}

async function serveConsent(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const { decideConsent, showConsent } = await import('./consent.ts');
  const answer =
    request.method === 'POST'
      ? decideConsent(world, new URLSearchParams((await readBody(request, MAXIMUM_JSON_BYTES))?.toString()))
      : showConsent(world, query);
  if (answer.status === 302) {
    response.writeHead(302, { location: answer.location }).end();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': 'text/html; charset=utf-8',
    // No form-action here: browsers apply it to the redirect after the form too, and would block the way back.
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  });
  response.end(answer.html);
}

/** What a request carries: parsed JSON, a form, or neither. */
interface Content {
  readonly body?: unknown;
  readonly form: MultipartForm | undefined;
}

/** One request and its answer. */
class Exchange {
  readonly #parts: ServerParts;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #path: string;
  #hit: Hit = { ending: undefined, also: new Set() };

  constructor(parts: ServerParts, request: IncomingMessage, response: ServerResponse, path: string) {
    this.#parts = parts;
    this.#request = request;
    this.#response = response;
    this.#path = path;
  }

  async run(url: URL): Promise<void> {
    const { world, faults, pace } = this.#parts;
    const method = this.#request.method ?? 'GET';
    try {
      const endpoint = await findEndpoint(method, url.pathname);
      const content = await this.#readContent(endpoint);
      if (content === 'too-large') {
        this.#breakOff(content);
        return;
      }
      this.#hit = faults.hit(method, endpoint.path);
      const { ending, also } = this.#hit;
      if (also.has('slow')) await this.#wait(this.#parts.slowMilliseconds);
      if (ending?.kind === 'before') return this.#breakOff(ending.transport);
      if (ending?.kind === 'refuse') {
        throw new Refusal(ending.code, ending.message(subjectOf(content.body, url.searchParams)));
      }
      this.#parts.quotas?.take(endpoint.path, world.now());
      if (also.has('quotas')) this.#parts.faultQuotas.take(endpoint.path, world.now());
      const call: Call = {
        world,
        path: endpoint.path,
        query: url.searchParams,
        body: content.body,
        form: content.form,
        isPartial: ending?.kind === 'partial',
      };
      const acceptance = await this.#handle(endpoint, call);
      await this.#wait(pace.reserve(acceptance.rows ?? 0));
      this.#accept(acceptance);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#send(
        { code: error.code, message: error.message, request_id: requestId(world.now()), data: {} },
        error.status,
      );
    }
  }

  async #handle(endpoint: Endpoint, call: Call): Promise<Acceptance> {
    if (!endpoint.needsToken) return endpoint.handle(call);
    const header = this.#request.headers['access-token'];
    const token = call.world.tokens.require(Array.isArray(header) ? header[0] : header);
    return endpoint.handle({ ...call, token });
  }

  async #readContent(endpoint: Endpoint): Promise<Content | 'too-large'> {
    const { world } = this.#parts;
    if (endpoint.method === 'GET') {
      this.#request.resume();
      return { form: undefined };
    }
    if (endpoint.content === 'multipart') {
      const { readMultipart } = await import('./multipart.ts');
      return { form: await readMultipart(this.#request, world.maximumFileBytes) };
    }
    const bytes = await readBody(this.#request, MAXIMUM_JSON_BYTES);
    if (bytes === undefined) return 'too-large';
    if (!/^application\/json\b/.test(this.#request.headers['content-type'] ?? '')) {
      throw new Refusal(40002, 'Content-Type must be application/json.');
    }
    return { body: parseJson(bytes), form: undefined };
  }

  #accept(acceptance: Acceptance): void {
    const { ending } = this.#hit;
    if (ending?.kind === 'after' && ending.transport !== 'truncated-json') {
      this.#breakOff(ending.transport);
      return;
    }
    const isPartial = ending?.kind === 'partial';
    this.#send({
      code: isPartial ? 20001 : 0,
      message: isPartial ? 'Partial success.' : 'OK',
      request_id: requestId(this.#parts.world.now()),
      ...(acceptance.data === undefined ? {} : { data: acceptance.data }),
    });
  }

  #send(envelope: Envelope, status?: number): void {
    const { also, ending } = this.#hit;
    const skew = also.has('clock-skew') ? CLOCK_SKEW : 0;
    const isTruncated = ending?.kind === 'after' && ending.transport === 'truncated-json';
    const text = also.has('numeric-ids') ? unquoteIds(JSON.stringify(envelope)) : JSON.stringify(envelope);
    const documented = also.has('documented-event-statuses');
    this.#response.writeHead(status ?? statusOf(this.#path, envelope.code, documented), {
      'content-type': 'application/json; charset=utf-8',
      date: new Date(this.#parts.world.now() + skew).toUTCString(),
    });
    this.#response.end(isTruncated ? text.slice(0, text.length / 2) : text);
  }

  /** Ends the exchange in another way than with an envelope. */
  #breakOff(transport: Transport): void {
    switch (transport) {
      case 'reset':
        this.#request.socket.resetAndDestroy();
        return;
      case 'hang':
        // The client's patience or the end of the simulator ends it.
        return;
      case 'empty-body':
      case 'truncated-json':
        this.#response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end();
        return;
      case 'bad-gateway':
        this.#response.writeHead(502, { 'content-type': 'text/html' }).end(gatewayPage('502 Bad Gateway'));
        return;
      case 'too-large':
        this.#response
          .writeHead(413, { 'content-type': 'text/html' })
          .end(gatewayPage('413 Request Entity Too Large'));
    }
  }

  async #wait(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: this.#parts.closing });
  }
}

/** The endpoints are loaded with the first request, so that the simulator itself starts at once. */
async function findEndpoint(method: string, pathname: string): Promise<Endpoint> {
  const { endpoints } = await import('./endpoints/all.ts');
  const isApi = pathname.startsWith(API_BASE);
  const endpoint = isApi ? endpoints.get(pathname.slice(API_BASE.length)) : undefined;
  // TikTok's paths end with a slash; without it there is no route.
  if (endpoint === undefined) throw new Refusal(40400, 'Route not found.', 404);
  if (endpoint.method !== method) throw new Refusal(40400, 'Route not found.', 405);
  return endpoint;
}

/** The whole body, or undefined when it is too large; the rest of it is then read and thrown away. */
async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maximumBytes) chunks.push(chunk);
  }
  return bytes > maximumBytes ? undefined : Buffer.concat(chunks);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Refusal(40002, 'The request body is not valid JSON.');
  }
}

/** Whom a fault's message should name: the account and event source of the request, if it says. */
function subjectOf(body: unknown, query: URLSearchParams): FaultSubject {
  const read = (name: string): string | undefined => {
    const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
    const first: unknown = Array.isArray(value) ? value[0] : (value ?? query.get(name));
    return typeof first === 'string' && /^\w+$/.test(first) ? first : undefined;
  };
  return {
    advertiserId: read('advertiser_id') ?? read('advertiser_ids') ?? FIRST_ADVERTISER,
    eventSourceId: read('event_source_id') ?? FIRST_ADVERTISER,
  };
}

/** Ids as the API's older versions wrote them, with all their digits (JSON.stringify would round them). */
function unquoteIds(json: string): string {
  return json.replace(/"(\d{15,19})"/g, '$1');
}

function gatewayPage(title: string): string {
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body bgcolor="white">',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}
