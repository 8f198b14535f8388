import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Stops this process and its children as Ctrl+Z does where the terminal handles it, and comes back when the
 * shell continues them. In raw mode Ctrl+Z is only a byte. Where no shell could continue us (a window of our
 * own) the system ignores the signal, and this returns at once. Windows has nothing of the kind.
 */
export async function stopUntilContinued(): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  process.kill(0, 'SIGTSTP');
  // The signal may take effect a moment later; a stopped process doesn't count this time.
  await sleep(50);
}
