import { Agent, createServer, get, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CallbackRejection, startCallbackServer } from '../../../src/tiktok/oauth/index.ts';
import { knownErrorOf } from '../support/connect.ts';

const STATE = 'the-right-state';

async function start(path = '/callback') {
  const rejected: CallbackRejection[] = [];
  const server = await startCallbackServer({
    port: 0,
    path,
    state: STATE,
    onRejected: (reason) => rejected.push(reason),
  });
  onTestFinished(() => server.close());
  const visit = (target: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${server.port}${target}`, { method, redirect: 'manual' });
  return { server, rejected, visit };
}

describe('waiting for the browser', () => {
  it.each([
    ['auth_code', '?auth_code=THE-CODE&state=the-right-state', 'THE-CODE'],
    ['both names', '?auth_code=THE-CODE&code=OTHER&state=the-right-state', 'THE-CODE'],
    ['code alone', '?state=the-right-state&code=THE-CODE', 'THE-CODE'],
    ['a code with signs', '?auth_code=a%2Bb%2Fc%3D&state=the-right-state', 'a+b/c='],
  ])('ends with the code sent as %s', async (_, query, code) => {
    const { server, visit } = await start();
    const response = await visit(`/callback${query}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('go back to the terminal');
    expect(await server.code).toBe(code);
  });

  it('goes on after everything that is not the answer', async () => {
    const { server, rejected, visit } = await start();
    for (const [target, status] of [
      ['/', 404],
      ['/favicon.ico', 404],
      ['/callback/', 404],
      ['//evil.example/callback?auth_code=X&state=the-right-state', 404],
      ['/callback', 400],
      ['/callback?auth_code=X', 400],
      ['/callback?auth_code=X&state=wrong', 400],
      ['/callback?auth_code=X&state=', 400],
      ['/callback?state=the-right-state', 400],
      ['/callback?state=the-right-state&auth_code=', 400],
      ['/callback?error=access_denied&state=the-right-state', 400],
    ] as const) {
      expect((await visit(target)).status, target).toBe(status);
    }
    expect(rejected).toEqual([...Array(4).fill('wrong-state'), ...Array(3).fill('no-code')]);
    await visit(`/callback?auth_code=THE-CODE&state=${STATE}`);
    expect(await server.code).toBe('THE-CODE');
  });

  it.each(['HEAD', 'POST', 'OPTIONS'])('is not ended by %s', async (method) => {
    const { server, visit } = await start();
    expect((await visit(`/callback?auth_code=PREVIEW&state=${STATE}`, method)).status).toBe(405);
    await visit(`/callback?auth_code=THE-CODE&state=${STATE}`);
    expect(await server.code).toBe('THE-CODE');
  });

  it('is ended by the first code only', async () => {
    const { server, visit } = await start();
    await visit(`/callback?auth_code=FIRST&state=${STATE}`);
    expect((await visit(`/callback?auth_code=SECOND&state=${STATE}`)).status).toBe(200);
    expect(await server.code).toBe('FIRST');
  });

  it('listens on the path that is registered', async () => {
    const { server, visit } = await start('/tada/return/');
    expect(server.redirectUri).toBe(`http://127.0.0.1:${server.port}/tada/return/`);
    await visit(`/tada/return/?auth_code=THE-CODE&state=${STATE}`);
    expect(await server.code).toBe('THE-CODE');
  });

  it('shows pages that repeat nothing, keep nothing and load nothing', async () => {
    const { visit } = await start();
    for (const target of [
      '/callback?auth_code=CANARY&state=<script>',
      `/callback?auth_code=CANARY&state=${STATE}`,
    ]) {
      const response = await visit(target);
      expect(await response.text()).not.toMatch(/CANARY|<script|the-right-state/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('is not heard from outside of this machine', async () => {
    const { server } = await start();
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
        const socket = connect(server.port, address, () => {
          socket.destroy();
          resolve(undefined);
        });
        socket.once('error', resolve);
      });
      expect(failure?.code).toBe('ECONNREFUSED');
    }
  });

  it('outlives what is not HTTP', async () => {
    const { server, visit } = await start();
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.end('\u0000nonsense\r\n\r\n'));
      socket.once('close', () => resolve());
      socket.resume();
    });
    await visit(`/callback?auth_code=THE-CODE&state=${STATE}`);
    expect(await server.code).toBe('THE-CODE');
  });
});

describe('closing', () => {
  it('ends connections that a browser keeps open, and may be done twice', async () => {
    const { server } = await start();
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await new Promise<void>((resolve, reject) => {
      get({ port: server.port, host: '127.0.0.1', path: '/', agent }, (response) => {
        response.resume().once('end', () => resolve());
      }).once('error', reject);
    });
    const half = request({ port: server.port, host: '127.0.0.1', path: '/callback', method: 'POST' });
    const ended = new Promise<void>((resolve) => {
      half.once('error', () => resolve());
      half.once('response', (response) => {
        response.resume();
        response.once('close', () => resolve());
      });
    });
    half.write('unfinished');
    await new Promise<void>((resolve) =>
      half.once('socket', (socket) => socket.once('connect', () => resolve())),
    );
    await server.close();
    await server.close();
    await ended;
  });
});

describe('a port that is taken', () => {
  it('is said, with the way out', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await knownErrorOf(startCallbackServer({ port, path: '/callback', state: STATE }));
    expect(error.kind).toBe('configuration');
    expect(error.message).toContain(`port ${port}`);
    expect(error.hint).toContain('paste');
  });
});
