import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Visit {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export interface Page {
  /** Addresses the page asked for, itself included. */
  readonly requests: readonly string[];
  /** What the browser complained about. */
  readonly complaints: readonly string[];
  /** The value of an expression in the page, as JSON carries it. */
  evaluate(expression: string): Promise<unknown>;
}

export interface Browser {
  visit(url: string, visit: Visit): Promise<Page>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Starts a browser that speaks the DevTools protocol, without a window and with a home of its own. */
export async function startBrowser(program: string): Promise<Browser> {
  const home = mkdtempSync(join(tmpdir(), 'tada-browser-'));
  const child = spawn(
    program,
    [
      ...['--headless', '--remote-debugging-port=0', `--user-data-dir=${home}`, '--no-first-run'],
      // A machine for tests has no graphics, and often neither a sandbox nor much shared memory.
      ...['--disable-gpu', '--no-sandbox', '--disable-dev-shm-usage', '--no-zygote', '--single-process'],
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const gone = once(child, 'exit');
  const connection = await connect(await addressIn(child.stderr));
  return {
    visit: (url, visit) => openPage(connection, url, visit),
    async close() {
      connection.close();
      child.kill();
      await gone;
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The address of the DevTools, which a browser tells when it is ready. */
async function addressIn(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) {
    const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address !== undefined) {
      stream.resume();
      return address;
    }
  }
  throw new Error('The browser ended before it was ready.');
}

interface Connection {
  send(method: string, params?: object, session?: string): Promise<Readonly<Record<string, unknown>>>;
  /** Called with every event of a page. */
  listen(listener: (method: string, params: Readonly<Record<string, unknown>>) => void): void;
  close(): void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, (message: Message) => void>();
  let listener: ((method: string, params: Readonly<Record<string, unknown>>) => void) | undefined;
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    else if (message.method !== undefined) listener?.(message.method, message.params ?? {});
  });
  return {
    async send(method, params = {}, sessionId) {
      last += 1;
      const id = last;
      const answered = new Promise<Message>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      const { error, result = {} } = await answered;
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result;
    },
    listen(next) {
      listener = next;
    },
    close: () => socket.close(),
  };
}

async function openPage(
  connection: Connection,
  url: string,
  { width, height, scheme }: Visit,
): Promise<Page> {
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params?: object) => connection.send(method, params, String(sessionId));
  const requests: string[] = [];
  const complaints: string[] = [];
  const loaded = Promise.withResolvers<void>();
  connection.listen((method, params) => {
    if (method === 'Network.requestWillBeSent') requests.push((params.request as { url: string }).url);
    if (method === 'Log.entryAdded') complaints.push((params.entry as { text: string }).text);
    if (method === 'Runtime.exceptionThrown') complaints.push(JSON.stringify(params.exceptionDetails));
    if (method === 'Page.loadEventFired') loaded.resolve();
  });
  for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await send('Page.navigate', { url });
  await loaded.promise;
  return {
    requests,
    complaints,
    async evaluate(expression) {
      const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
      return (result as { readonly value?: unknown }).value;
    },
  };
}
