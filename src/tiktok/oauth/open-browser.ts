import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../../core/ports/clock.ts';

export interface OpenBrowserOptions {
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly platform?: NodeJS.Platform | undefined;
  readonly clock?: Pick<Clock, 'sleep'> | undefined;
  /** Starts the program that opens the address; `open()` of the package of that name when left out. */
  readonly start?: ((url: string) => Promise<ChildProcess>) | undefined;
}

export type OpenBrowserResult =
  | { readonly opened: true }
  /** The reason is one sentence for the screen. */
  | { readonly opened: false; readonly reason: string };

/** A program that opens addresses fails at once when it fails; milliseconds. */
const TIME_TO_FAIL = 1500;

/**
 * Opens an address in the person's browser. Never rejects, and doesn't promise that the browser is seen: show
 * the address as well. Over SSH, or with no screen, a browser would open where nobody sits, so none is opened.
 */
export async function openBrowser(url: string, options: OpenBrowserOptions = {}): Promise<OpenBrowserResult> {
  const { env = process.env, platform = process.platform, clock = SYSTEM_CLOCK, start = startOpen } = options;
  const reason = whyNot(url, env, platform);
  if (reason !== undefined) {
    return { opened: false, reason };
  }
  try {
    return await settle(await start(url), clock);
  } catch {
    return NOT_STARTED;
  }
}

const NOT_STARTED: OpenBrowserResult = { opened: false, reason: 'No browser could be started.' };

function whyNot(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    return 'This is not a web address.';
  }
  const has = (name: string) => (env[name] ?? '') !== '';
  if (has('SSH_CONNECTION') || has('SSH_CLIENT') || has('SSH_TTY')) {
    return 'This is a remote session; open the link on your own machine.';
  }
  const hasScreen = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'BROWSER'].some(has);
  const needsScreen = platform !== 'darwin' && platform !== 'win32';
  return needsScreen && !hasScreen ? 'This machine has no screen; open the link on another one.' : undefined;
}

/** The program that opens addresses may end at once, or stay as long as the browser: only its failure tells. */
async function settle(child: ChildProcess, clock: Pick<Clock, 'sleep'>): Promise<OpenBrowserResult> {
  const ended = new AbortController();
  const failure = new Promise<OpenBrowserResult>((resolve) => {
    const end = (result: OpenBrowserResult) => {
      resolve(result);
      ended.abort();
    };
    child.once('error', () => end(NOT_STARTED));
    child.once('exit', (code) => end(code === 0 ? { opened: true } : NOT_STARTED));
    // It may have ended before anybody listened.
    if (child.exitCode !== null) {
      end(child.exitCode === 0 ? { opened: true } : NOT_STARTED);
    }
  });
  const patience = clock
    .sleep(TIME_TO_FAIL, ended.signal)
    .then((): OpenBrowserResult => ({ opened: true }))
    .catch(() => failure);
  return Promise.race([failure, patience]);
}

/** Loaded when first needed. */
async function startOpen(url: string): Promise<ChildProcess> {
  const { default: open } = await import('open');
  return open(url);
}

const SYSTEM_CLOCK: Pick<Clock, 'sleep'> = {
  sleep: async (milliseconds, signal) => {
    const { setTimeout: sleep } = await import('node:timers/promises');
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
};
