import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/sources/engine-client.ts';
import { engineRig, knownError } from './support/engine-rig.ts';

const rig = engineRig();
const table = { t: [rig.file('t.csv', 'a\n1\n2\n')] };
const CLIENT = new URL('../../src/sources/engine-client.ts', import.meta.url).href;
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Process ids of the engines that a process started. */
function enginesOf(parent: number): readonly number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return list
    .split('\n')
    .filter((line) => line.includes('engine-process'))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid = 0]) => pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when it holds; looks again after every turn of the event loop. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs a module in a Node of its own. */
function runModule(code: string): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  started.push(child);
  return child;
}

describe('the engine’s process', () => {
  it('starts with the first call only, and DuckDB stays out of the main process', async () => {
    const child = runModule(`
      const { createEngine } = await import(${JSON.stringify(CLIENT)});
      const engine = createEngine({ tempDirectory: ${JSON.stringify(rig.path('lazy'))} });
      const loaded = process.report.getReport().sharedObjects.filter((name) => name.includes('duckdb'));
      console.log(JSON.stringify({ loaded, active: process.getActiveResourcesInfo() }));
      await engine.close();
    `);
    const [output] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const { loaded, active } = JSON.parse(String(output)) as { loaded: string[]; active: string[] };
    expect(loaded).toEqual([]);
    expect(active.filter((name) => name.includes('Process'))).toEqual([]);
  });

  it('fails the calls under way when it dies, and the next call starts another', async () => {
    const engine = createEngine({ tempDirectory: rig.path('crash') });
    await engine.count(table, 'SELECT * FROM t');
    const before = enginesOf(process.pid);
    const endless = engine.count(table, 'SELECT i FROM range(100000000000) AS r(i) WHERE i % 7 = 8');
    const known = new Set(enginesOf(process.pid));
    const failure = knownError(endless);
    for (const pid of before) if (known.has(pid)) process.kill(pid, 'SIGABRT');
    const error = await failure;
    expect(error.kind).toBe('query-failed');
    expect(error.message).toContain('SIGABRT');
    expect(error.hint).not.toBe('');
    expect(await engine.count(table, 'SELECT * FROM t')).toBe(2);
    await engine.close();
  });

  it('ends when the main process is killed', async () => {
    const parent = runModule(`
      const { createEngine } = await import(${JSON.stringify(CLIENT)});
      const engine = createEngine({ tempDirectory: ${JSON.stringify(rig.path('orphan'))} });
      console.log(await engine.count(${JSON.stringify(table)}, 'SELECT * FROM t'));
      engine.count(${JSON.stringify(table)}, 'SELECT i FROM range(100000000000) AS r(i) WHERE i % 7 = 8');
    `);
    await once(parent.stdout as NodeJS.ReadableStream, 'data');
    const engines = enginesOf(parent.pid ?? 0);
    expect(engines).toHaveLength(1);
    parent.kill('SIGKILL');
    await until(() => engines.every((pid) => !isAlive(pid)));
  });

  it('does not keep an idle program alive, and writes nothing to its terminal', async () => {
    const child = runModule(`
      const { createEngine } = await import(${JSON.stringify(CLIENT)});
      const engine = createEngine({ tempDirectory: ${JSON.stringify(rig.path('idle'))} });
      await engine.count(${JSON.stringify(table)}, 'SELECT * FROM t');
    `);
    let output = '';
    child.stdout?.on('data', (text) => {
      output += String(text);
    });
    child.stderr?.on('data', (text) => {
      output += String(text);
    });
    const [code] = (await once(child, 'close')) as [number];
    expect([code, output]).toEqual([0, '']);
  });

  it('has a private folder, without what dead processes left', async () => {
    const folder = rig.path('private');
    mkdirSync(`${folder}/engine-999999999`, { recursive: true });
    const engine = createEngine({ tempDirectory: folder });
    await engine.count(table, 'SELECT * FROM t');
    const [own, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(own).not.toBe('engine-999999999');
    expect(statSync(`${folder}/${own}`).mode & 0o777).toBe(0o700);
    await engine.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a call that was cancelled before it began', async () => {
    const error = await knownError(
      rig.engine.count(table, 'SELECT * FROM t', { signal: AbortSignal.abort() }),
    );
    expect(error.kind).toBe('cancelled');
  });

  it('tells its progress', async () => {
    const seen: unknown[] = [];
    const rows = rig.file('many.csv', `a,b\n${'some text,1234567\n'.repeat(400_000)}`);
    await rig.engine.count({ t: [rows] }, "SELECT a FROM t WHERE regexp_like(a, '(x+x+)+y') OR b > '1'", {
      onProgress: (progress) => seen.push(progress),
    });
    for (const progress of seen) expect(progress).toEqual({ percent: expect.any(Number) });
  });

  it('says what to do when the query needs more memory than it may use', async () => {
    const engine = createEngine({ tempDirectory: rig.path('small'), memoryLimitMb: 40, threads: 2 });
    const error = await knownError(
      engine.sample(
        table,
        "SELECT length(s) FROM (SELECT string_agg(CAST(i AS varchar), ',') AS s FROM range(30000000) AS r(i))",
        1,
      ),
    );
    expect(error.kind).toBe('query-failed');
    expect(error.message).toContain('memory');
    await engine.close();
  });
});
