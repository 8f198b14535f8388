import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownError } from '../../core/errors.ts';
import { ENGINE_NAMES } from '../../core/profiles/source-tables.ts';
import { cancelledError, queryFailed } from '../engine-errors.ts';
import { createStatementSend, type SendStatement, type StatementResult } from './http.ts';
import { type Page, readPage, type ServerColumn } from './page.ts';
import { isPassing, nextWait } from './retry.ts';
import { type RoomCall, type Server, statementHeaders } from './server.ts';
import { explainServerProblem, type SentSql, unreadableServer } from './server-problem.ts';

/** A part of a result. Every part has all columns; the first one comes before any row, and may have none. */
export interface ResultPart {
  readonly columns: readonly ServerColumn[];
  readonly rows: Page['rows'];
  readonly exactRows: Page['exactRows'];
}

/** Time and chance, for tests. */
export interface StatementOptions {
  readonly pause?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly random?: () => number;
}

/** How long a cancelled query's server is waited for before it is left to find out by itself. */
const CANCEL_MILLISECONDS = 900;

/**
 * Runs one statement on a server and gives its result part by part; the next part is under way while one is
 * worked on. The end is a success only when the server says FINISHED: a result that broke off, an error and a
 * cancel all throw. Leaving the loop early, and an abort, cancel the query on the server. Rejects with
 * `query-failed` for the SQL, `source-unreadable` for the server, `cancelled`.
 */
export async function* runStatement(
  server: Server,
  sql: SentSql,
  call: RoomCall = {},
  options: StatementOptions = {},
): AsyncGenerator<ResultPart> {
  const send = await createStatementSend(server.tables.caFile);
  const { onProgress, attempts } = call;
  const conversation = new Conversation(server, send, { ...options, attempts });
  const ended = new AbortController();
  const signal = call.signal === undefined ? ended.signal : AbortSignal.any([call.signal, ended.signal]);
  let columns: readonly ServerColumn[] | undefined;
  let next: Promise<Page> | undefined;
  try {
    let page = await conversation.start(sql.text, signal);
    for (;;) {
      if (page.problem !== undefined) throw explainServerProblem(page.problem, sql);
      if (page.percent !== undefined) onProgress?.({ percent: page.percent });
      next = page.nextUri === undefined ? undefined : conversation.follow(page.nextUri, signal);
      // Whoever works on the rows meanwhile awaits it later; a failure until then isn't an unheard one.
      next?.catch(() => undefined);
      columns ??= page.columns;
      if (columns === undefined && page.rows.length > 0)
        throw conversation.broken('rows came without columns');
      if (columns !== undefined) yield { columns, rows: page.rows, exactRows: page.exactRows };
      if (next === undefined) break;
      page = await next;
    }
    if (page.state !== 'FINISHED')
      throw conversation.broken(`it ended in the state ${stateName(page.state)}`);
    if (columns === undefined)
      throw queryFailed('The statement gives no rows.', 'Write a query: SELECT … FROM ….');
  } finally {
    ended.abort();
    await next?.catch(() => undefined);
    await conversation.cancel();
  }
}

function stateName(state: string): string {
  return /^[A-Z_]{2,40}$/.test(state) ? state : 'unknown';
}

/** The requests of one statement. */
class Conversation {
  readonly #server: Server;
  readonly #send: SendStatement;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #pause: NonNullable<StatementOptions['pause']>;
  readonly #random: () => number;
  readonly #attempts: number | undefined;
  /** Where the query can be cancelled; undefined when it has ended by itself. */
  #next: URL | undefined;

  constructor(
    server: Server,
    send: SendStatement,
    {
      pause = wait,
      random = Math.random,
      attempts,
    }: StatementOptions & { readonly attempts: number | undefined },
  ) {
    this.#server = server;
    this.#send = send;
    this.#headers = statementHeaders(server);
    this.#pause = pause;
    this.#random = random;
    this.#attempts = attempts;
  }

  /** A query only reads, so sending it again after a lost answer costs the server time and nothing else. */
  async start(sql: string, signal: AbortSignal | undefined): Promise<Page> {
    return await this.#ask('POST', new URL('/v1/statement', this.#server.tables.url), sql, signal);
  }

  /** The same address gives the same page until the next one was asked for. */
  async follow(nextUri: string, signal: AbortSignal | undefined): Promise<Page> {
    return await this.#ask('GET', this.#addressOf(nextUri), undefined, signal);
  }

  /** Tells the server to stop, if the query still runs there. Never rejects. */
  async cancel(): Promise<void> {
    const url = this.#next;
    this.#next = undefined;
    if (url === undefined) return;
    const signal = AbortSignal.timeout(CANCEL_MILLISECONDS);
    await this.#send({ method: 'DELETE', url, headers: this.#headers, signal });
  }

  broken(problem: string): KnownError {
    return unreadableServer(
      `The result of the query is not complete: ${problem}.`,
      'Nothing of it was used. Try again; if it happens again, ask who runs the server.',
    );
  }

  async #ask(
    method: 'POST' | 'GET',
    url: URL,
    body: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Page> {
    for (let attempts = 1; ; attempts += 1) {
      const result = await this.#send({ method, url, headers: this.#headers, body, signal });
      if (result.type === 'aborted') throw cancelledError();
      if (result.type === 'answer' && !isPassing(result.status)) return this.#read(result);
      const retryAfter = result.type === 'answer' ? result.retryAfter : undefined;
      const isOver = result.type === 'failed' && result.isPermanent;
      const seconds = isOver ? undefined : nextWait(attempts, retryAfter, this.#random(), this.#attempts);
      if (seconds === undefined) throw this.#unavailable(result);
      await this.#pause(seconds * 1000, signal).catch(() => {
        throw cancelledError();
      });
    }
  }

  #read({ status, body, location }: Extract<StatementResult, { type: 'answer' }>): Page {
    const page = status === 200 ? readPage(body) : undefined;
    if (page !== undefined) {
      this.#next = page.nextUri === undefined ? undefined : this.#addressOf(page.nextUri);
      return page;
    }
    const { engine, user, url } = this.#server.tables;
    const { host } = new URL(url);
    if (status === 401 || status === 403) {
      throw unreadableServer(
        `${host} doesn't let ${user} in (HTTP ${status}).`,
        'Check the user, and the password or token, of the query’s source.',
      );
    }
    if (status >= 300 && status < 400) {
      const target = URL.parse(location ?? '', url)?.origin ?? 'another address';
      throw unreadableServer(
        `${host} sends requests on to ${target}; tada doesn't follow, because the password would go with it.`,
        'Give the right address in the url of the query’s source.',
      );
    }
    if (status === 404 || status === 410) {
      throw unreadableServer(
        this.#next === undefined
          ? `${host} has no ${ENGINE_NAMES[engine]} at this address (HTTP ${status}).`
          : `${host} no longer knows the query (HTTP ${status}); it may have been started again meanwhile.`,
        'Check the url of the query’s source, then try again.',
      );
    }
    if (status === 200 && this.#next !== undefined) throw this.broken("a page of it can't be read");
    throw unreadableServer(
      `${host} gave an answer that isn't one of ${ENGINE_NAMES[engine]} (HTTP ${status}).`,
      'Check the url of the query’s source, and whether a gateway stands in between.',
    );
  }

  /** Where the next page is; only on the server itself, because the password goes there. */
  #addressOf(nextUri: string): URL {
    const origin = new URL(this.#server.tables.url).origin;
    const next = URL.parse(nextUri);
    if (next?.origin === origin) return next;
    throw unreadableServer(
      `The server names another address for its results (${next?.origin ?? 'not a URL'}) than its own (${origin}).`,
      'tada sends the password to its own address only. Use that other address as url; behind a proxy the server needs http-server.process-forwarded=true.',
    );
  }

  #unavailable(result: Exclude<StatementResult, { type: 'aborted' }>): KnownError {
    const { host } = new URL(this.#server.tables.url);
    const reason =
      result.type === 'failed' ? result.reason : `It is too busy or not ready (HTTP ${result.status}).`;
    return unreadableServer(
      `${host} can't be used. ${reason}`,
      reason.includes('certificate')
        ? 'Name the file with your authority’s certificate as caFile in the query’s source.'
        : 'Check the url of the query’s source and your network, then try again.',
    );
  }
}

async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
}
