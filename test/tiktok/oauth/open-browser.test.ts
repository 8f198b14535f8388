import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openBrowser } from '../../../src/tiktok/oauth/index.ts';

const URL_TEXT = 'https://business-api.tiktok.com/portal/auth?app_id=7&state=S';
const SCREEN = { DISPLAY: ':0' };
/** Waits until it is told that the program has ended. */
const patient = {
  sleep: (_: number, signal?: AbortSignal) =>
    new Promise<void>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    }),
};
const impatient = { sleep: async () => {} };

function program(code: string) {
  return async () => spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
}

describe('opening a browser', () => {
  it('worked when the program that opens addresses ends well', async () => {
    const result = await openBrowser(URL_TEXT, { env: SCREEN, clock: patient, start: program('') });
    expect(result).toEqual({ opened: true });
  });

  it('worked when the program stays', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const result = await openBrowser(URL_TEXT, { env: SCREEN, clock: impatient, start: async () => child });
    expect(result).toEqual({ opened: true });
  });

  it.each([
    ['ends with an error', program('process.exit(3)')],
    ['is killed', program('process.kill(process.pid)')],
    ['is not there', async () => spawn('/no/such/program')],
    [
      'cannot be started',
      async () => {
        throw new Error('no');
      },
    ],
  ])('failed when the program %s', async (_, start) => {
    const result = await openBrowser(URL_TEXT, { env: SCREEN, clock: patient, start });
    expect(result).toEqual({ opened: false, reason: 'No browser could be started.' });
  });

  it.each([
    ['over SSH', { ...SCREEN, SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }, URL_TEXT, 'linux', /remote/],
    ['over SSH to a Mac', { SSH_TTY: '/dev/ttys1' }, URL_TEXT, 'darwin', /remote/],
    ['without a screen', {}, URL_TEXT, 'linux', /no screen/],
    ['for a file', SCREEN, 'file:///etc/passwd', 'linux', /not a web address/],
    ['for a program', SCREEN, '--version', 'linux', /not a web address/],
  ] as const)('is not tried %s', async (_, env, url, platform, reason) => {
    const start = vi.fn(program(''));
    expect(await openBrowser(url, { env, platform, start })).toEqual({
      opened: false,
      reason: expect.stringMatching(reason),
    });
    expect(start).not.toHaveBeenCalled();
  });

  it.each([
    ['darwin', {}],
    ['win32', {}],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }],
    ['linux', { WSL_DISTRO_NAME: 'Ubuntu' }],
  ] as const)('is tried on %s with %j', async (platform, env) => {
    expect(await openBrowser(URL_TEXT, { env, platform, clock: patient, start: program('') })).toEqual({
      opened: true,
    });
  });

  it.runIf(process.platform === 'linux')('starts the browser of the person with the address', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tada-browser-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const browser = join(folder, 'browser');
    await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > "${folder}/opened"\n`, { mode: 0o755 });
    vi.stubEnv('BROWSER', browser);
    vi.stubEnv('XDG_CURRENT_DESKTOP', '');
    vi.stubEnv('DISPLAY', '');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(await openBrowser(URL_TEXT, { env: { BROWSER: browser }, clock: patient })).toEqual({
      opened: true,
    });
    expect(await readFile(join(folder, 'opened'), 'utf8')).toBe(URL_TEXT);
  });
});
