import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts';
import { sha256 } from '../support/sha256.ts';

export interface Reply {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly request_id: string;
  // Tests read what they expect; a missing field fails them.
  readonly data: unknown;
}

export interface Client {
  readonly simulator: Simulator;
  /** The first account, enabled; its offline event set has the same id. */
  readonly advertiser: string;
  get(path: string, query?: Readonly<Record<string, unknown>>, token?: string): Promise<Reply>;
  post(path: string, body: unknown, token?: string): Promise<Reply>;
  upload(file: UploadParts, token?: string): Promise<Reply>;
  /** An empty streamed audience of the first account. */
  createAudience(name?: string): Promise<string>;
}

export interface UploadParts {
  readonly content: string;
  readonly type: string;
  readonly name?: string;
  readonly signature?: string;
  readonly advertiser?: string;
}

/** A simulator on a free port, closed when the test ends, and a client that does nothing clever. */
export async function connect(options?: SimulatorOptions): Promise<Client> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  const advertiser = simulator.advertiserIds[0] ?? '';
  const send = async (path: string, init: RequestInit, token = simulator.accessToken): Promise<Reply> => {
    const response = await fetch(simulator.url + path, {
      ...init,
      headers: { ...init.headers, ...(token === '' ? {} : { 'access-token': token }) },
    });
    const body = (await response.json()) as Omit<Reply, 'status'>;
    return { ...body, status: response.status };
  };
  const post = (path: string, body: unknown, token?: string) =>
    send(
      path,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
      token,
    );
  return {
    simulator,
    advertiser,
    post,
    get(path, query = {}, token) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        parameters.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
      }
      return send(`${path}?${parameters}`, {}, token);
    },
    upload(
      { content, type, name = 'people.csv', signature = md5(content), advertiser: owner = advertiser },
      token,
    ) {
      const form = new FormData();
      form.set('advertiser_id', owner);
      form.set('file_signature', signature);
      form.set('calculate_type', type);
      form.set('file', new Blob([content]), name);
      return send('/dmp/custom_audience/file/upload/', { method: 'POST', body: form }, token);
    },
    async createAudience(name = 'VIP') {
      const reply = await post('/segment/audience/', {
        advertiser_id: advertiser,
        custom_audience_name: name,
      });
      return field(reply.data, 'audience_id');
    },
  };
}

/** A text inside a reply's data, by its path; fails the test when it isn't there. */
export function field(data: unknown, ...path: readonly (string | number)[]): string {
  const value = inside(data, ...path);
  if (typeof value !== 'string') throw new Error(`no text at ${path.join('.')} of ${JSON.stringify(data)}`);
  return value;
}

export function inside(data: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    data,
  );
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** `count` hashes, the same ones for the same prefix. */
export function hashes(count: number, prefix = 'person'): string[] {
  return Array.from({ length: count }, (_, index) => sha256(`${prefix} ${index}`));
}

/** A mapping of e-mail hashes into one audience. */
export function emailMapping(client: Client, audienceId: string, emails: readonly string[], action = 'add') {
  return {
    advertiser_ids: [client.advertiser],
    action,
    id_schema: ['EMAIL_SHA256'],
    batch_data: emails.map((id) => [{ id, audience_ids: [audienceId] }]),
  };
}

/** An offline event that TikTok would take. */
export function purchase(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    event: 'CompletePayment',
    event_time: Math.floor(Date.now() / 1000) - 3600,
    event_id: 'order-1',
    user: { email: sha256('ada@example.com') },
    properties: { currency: 'USD', value: 12.5, contents: [{ price: 12.5, quantity: 1, content_id: 'P-1' }] },
    ...change,
  };
}

export function track(
  client: Client,
  data: readonly unknown[],
  change: Readonly<Record<string, unknown>> = {},
) {
  return client.post('/event/track/', {
    event_source: 'offline',
    event_source_id: client.advertiser,
    data,
    ...change,
  });
}
