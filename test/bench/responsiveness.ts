import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launch } from '../e2e/support/pty.ts';

/** How soon tada is there: the version beside an empty Node, the first frame, and a key answered. */

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const RUNS = 7;

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function timeOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

async function firstFrame(args: readonly string[]): Promise<number> {
  const started = performance.now();
  await using wizard = await launch({
    args,
    columns: 80,
    rows: 24,
    timeoutMs: 30_000,
    env: { TADA_KEYRING: 'memory' },
  });
  await wizard.waitFor('What do you want to do?');
  return performance.now() - started;
}

/** From a key written to the terminal until the screen shows its answer. */
async function keysAnswered(): Promise<readonly number[]> {
  await using wizard = await launch({ args: ['demo'], columns: 80, rows: 24, timeoutMs: 60_000 });
  await wizard.waitFor('What do you want to do?');
  const answers: number[] = [];
  for (let press = 0; press < 20; press += 1) {
    const isDown = press % 2 === 0;
    const started = performance.now();
    wizard.press(isDown ? 'down' : 'up');
    await wizard.waitFor(isDown ? /❯ 2 / : /❯ 1 /);
    answers.push(performance.now() - started);
  }
  return answers;
}

/** Prints medians of several runs; the first frame is measured with Node's compile cache warm, as for a person. */
export async function benchResponsiveness(print: (line: string) => void): Promise<void> {
  const run = (args: readonly string[]) => timeOf(() => spawnSync(process.execPath, args));
  const pairs = Array.from({ length: RUNS }, () => ({
    empty: run(['-e', '0']),
    version: run([CLI, '--version']),
  }));
  const empty = median(pairs.map((pair) => pair.empty));
  const version = median(pairs.map((pair) => pair.version));
  const ratio = median(pairs.map((pair) => pair.version / pair.empty));
  print(
    `tada --version   ${version.toFixed(0)} ms, node -e 0 ${empty.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
  await firstFrame([]);
  const frames: number[] = [];
  for (let index = 0; index < RUNS; index += 1) frames.push(await firstFrame([]));
  print(
    `first frame      ${median(frames).toFixed(0)} ms in a pty (ratio to node -e 0 ${(median(frames) / empty).toFixed(1)})`,
  );
  const keys = await keysAnswered();
  print(
    `a key answered   ${median(keys).toFixed(0)} ms median, ${Math.max(...keys).toFixed(0)} ms at most, in a pty`,
  );
}
