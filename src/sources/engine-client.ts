import { type ChildProcess, fork } from 'node:child_process';
import { KnownError } from '../core/errors.ts';
import type { Engine, EngineCall } from '../core/ports/engine.ts';
import type { SourceTables } from '../core/ports/sources.ts';
import type { ResolveSecret } from '../core/ports/storage.ts';
import { isServer, serverSecretKey } from '../core/profiles/source-tables.ts';
import { entryPoint } from '../entry-points.ts';
import { engineEnvironment } from './engine-environment.ts';
import { cancelledError } from './engine-errors.ts';
import {
  type EngineMethod,
  type EngineOptions,
  type FromEngine,
  readError,
  type ToEngine,
} from './engine-protocol.ts';
import type { ServerSecrets } from './trino/server.ts';

export type { EngineOptions } from './engine-protocol.ts';

/** How long `close` waits for the child before it is killed. */
const CLOSE_MILLISECONDS = 2000;

interface PendingCall {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
  readonly call: EngineCall;
  readonly stopListening: () => void;
}

/**
 * The engine room, seen from the main process. The child process starts with the first call; DuckDB is never
 * loaded here, so that commands which need no data start at once. When the child dies (a native crash, the
 * system's out-of-memory killer), the calls under way reject with kind `query-failed`, and the next call
 * starts another child. An aborted call rejects with kind `cancelled`. A server's secrets are looked up here,
 * anew for every call: the child knows them for as long as the call takes.
 */
export function createEngine(options: EngineOptions, resolveSecret: ResolveSecret = noSecrets): Engine {
  const client = new EngineClient(options);
  const secretsOf = (tables: SourceTables) => resolveSecrets(tables, resolveSecret);
  return {
    inspect: async (tables, call) => client.send('inspect', [tables], call, await secretsOf(tables)),
    parts: (path, call) => client.send('parts', [path], call),
    describe: async (tables, sql, call) =>
      client.send('describe', [tables, sql], call, await secretsOf(tables)),
    sample: async (tables, sql, limit, call) =>
      client.send('sample', [tables, sql, limit], call, await secretsOf(tables)),
    count: async (tables, sql, call) => client.send('count', [tables, sql], call, await secretsOf(tables)),
    stageAudience: async (request, call) =>
      client.send('stageAudience', [request], call, await secretsOf(request.tables)),
    stageCampaign: async (request, call) =>
      client.send('stageCampaign', [request], call, await secretsOf(request.tables)),
    planAudience: (request, call) => client.send('planAudience', [request], call),
    readAudienceBatch: (stagedPath, range, audienceIds, call) =>
      client.send('readAudienceBatch', [stagedPath, range, audienceIds], call),
    tallyAudience: (stagedPath, confirmed, refused, call) =>
      client.send('tallyAudience', [stagedPath, confirmed, refused], call),
    tallyRows: (stagedPath, rows, confirmed, refused, call) =>
      client.send('tallyRows', [stagedPath, rows, confirmed, refused], call),
    opposesEntries: (stagedPath, others, call) => client.send('opposesEntries', [stagedPath, others], call),
    applyToLedger: (ledgerPath, stagedPath, outcome, call) =>
      client.send('applyToLedger', [ledgerPath, stagedPath, outcome], call),
    writeLedgerLines: (ledgerPath, linesPath, call) =>
      client.send('writeLedgerLines', [ledgerPath, linesPath], call),
    joinLedgers: (ledgerPath, otherPath, call) => client.send('joinLedgers', [ledgerPath, otherPath], call),
    readLedgerLines: (filePath, ledgerPath, call) =>
      client.send('readLedgerLines', [filePath, ledgerPath], call),
    writeCustomerFiles: (request, call) => client.send('writeCustomerFiles', [request], call),
    removeCustomerFiles: (filesPath, call) => client.send('removeCustomerFiles', [filesPath], call),
    stageUndo: (request, call) => client.send('stageUndo', [request], call),
    stageEvents: async (request, call) =>
      client.send('stageEvents', [request], call, await secretsOf(request.tables)),
    planEvents: (request, call) => client.send('planEvents', [request], call),
    readEventBatch: (place, range, call) => client.send('readEventBatch', [place, range], call),
    tallyEvents: (stagedPath, confirmed, refused, call) =>
      client.send('tallyEvents', [stagedPath, confirmed, refused], call),
    recordDelivered: (deliveredPath, stagedPath, outcome, call) =>
      client.send('recordDelivered', [deliveredPath, stagedPath, outcome], call),
    rejects: (stagedPath, offset, limit, call) => client.send('rejects', [stagedPath, offset, limit], call),
    entryRows: (stagedPath, entries, offset, limit, call) =>
      client.send('entryRows', [stagedPath, entries, offset, limit], call),
    close: () => client.close(),
  };
}

class EngineClient {
  readonly #options: EngineOptions;
  readonly #pending = new Map<number, PendingCall>();
  #child: ChildProcess | undefined;
  #lastId = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  send<M extends EngineMethod>(
    method: M,
    args: readonly unknown[],
    call: EngineCall | undefined,
    secrets?: ServerSecrets,
  ): ReturnType<Engine[M]>;
  send(
    method: EngineMethod,
    args: readonly unknown[],
    call: EngineCall = {},
    secrets?: ServerSecrets,
  ): Promise<unknown> {
    if (call.signal?.aborted) return Promise.reject(cancelledError());
    const child = this.#runningChild();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const cancel = () => post(child, { type: 'cancel', id });
      call.signal?.addEventListener('abort', cancel, { once: true });
      const stopListening = () => call.signal?.removeEventListener('abort', cancel);
      this.#pending.set(id, { resolve, reject, call, stopListening });
      child.ref();
      child.channel?.ref();
      const { attempts } = call;
      post(child, { type: 'call', id, method, arguments: args, secrets, attempts });
    });
  }

  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    this.#rejectPending(cancelledError());
    await new Promise<void>((resolve) => {
      child.ref();
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MILLISECONDS);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      if (child.connected) child.disconnect();
    });
  }

  #runningChild(): ChildProcess {
    if (this.#child?.connected) return this.#child;
    const child = fork(entryPoint('sources/engine-process'), [], {
      // Nothing of the child may reach the terminal: a native library that writes there would ruin the screen.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
      env: engineEnvironment(process.env),
    });
    child.on('message', (message) => this.#receive(message as FromEngine));
    child.on('exit', (code, signal) => this.#lost(child, code, signal));
    child.on('error', () => this.#lost(child, null, null));
    post(child, { type: 'start', options: this.#options });
    this.#child = child;
    return child;
  }

  #receive(message: FromEngine): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.type === 'progress') {
      pending.call.onProgress?.(message.progress);
      return;
    }
    this.#settle(message.id, pending);
    if (message.type === 'result') pending.resolve(message.value as never);
    else pending.reject(readError(message.error));
  }

  #settle(id: number, pending: PendingCall): void {
    this.#pending.delete(id);
    pending.stopListening();
    if (this.#pending.size > 0) return;
    // An idle child doesn't keep the program alive; it ends when its parent does.
    this.#child?.unref();
    this.#child?.channel?.unref();
  }

  #lost(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#rejectPending(lostError(code, signal));
  }

  #rejectPending(reason: KnownError): void {
    for (const [id, pending] of this.#pending) {
      this.#settle(id, pending);
      pending.reject(reason);
    }
  }
}

async function resolveSecrets(
  tables: SourceTables,
  resolve: ResolveSecret,
): Promise<ServerSecrets | undefined> {
  if (!isServer(tables)) return undefined;
  const { password, token } = tables;
  return {
    ...(password && { password: await resolve(password, serverSecretKey(tables, 'password')) }),
    ...(token && { token: await resolve(token, serverSecretKey(tables, 'token')) }),
  };
}

/** For an engine that is only given files. */
const noSecrets: ResolveSecret = async () => {
  throw new Error('This engine was made without a way to look up secrets.');
};

function lostError(code: number | null, signal: NodeJS.Signals | null): KnownError {
  const how = signal ?? (code === null ? 'it could not start' : `exit code ${code}`);
  const isMemory = signal === 'SIGKILL';
  return new KnownError({
    kind: 'query-failed',
    message: `The engine that reads the data stopped in the middle of its work (${how}).`,
    hint: isMemory
      ? 'The system may have run out of memory: close other programs or select fewer columns, then try again.'
      : 'Try again; if it stops again, simplify the query and keep the support bundle.',
  });
}

function post(child: ChildProcess, message: ToEngine): void {
  // Without a callback a closed channel would throw; the exit handler tells the callers instead.
  if (child.connected) child.send(message, () => {});
}
