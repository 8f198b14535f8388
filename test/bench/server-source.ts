import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import { createEngine } from '../../src/sources/engine-client.ts';
import { readChildFigures } from './child-figures.ts';

/**
 * Rows a second from a server that speaks Trino's protocol and has its pages ready, so that only tada's own work
 * is measured: reading pages, keeping the rows, hashing. `node test/bench/server-source.ts [rows] [memory in MB]`
 */
const PAGE_ROWS = 10_000;

function serve(rows: number): void {
  const columns = [
    { name: 'EMAIL', type: 'varchar' },
    { name: 'PHONE', type: 'varchar' },
  ];
  const data = (page: number) =>
    Array.from({ length: PAGE_ROWS }, (_, row) => {
      const person = page * PAGE_ROWS + row;
      return [`person.${person}@example.com`, `+1415264${String(person % 10_000).padStart(4, '0')}`];
    });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://loopback');
    const page = Number(/\d+$/.exec(pathname)?.[0] ?? 0);
    const isLast = (page + 1) * PAGE_ROWS >= rows;
    const nextUri = `http://${request.headers.host}/q/${page + 1}`;
    const state = isLast ? 'FINISHED' : 'RUNNING';
    response.end(
      JSON.stringify({
        id: 'bench',
        stats: { state },
        columns,
        data: data(page),
        ...(isLast ? {} : { nextUri }),
      }),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    parentPort?.postMessage((server.address() as AddressInfo).port);
  });
}

async function measure(rows: number, memoryLimitMb: number): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: rows });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'tada-bench-'));
  const engine = createEngine({ tempDirectory: join(folder, 'spill'), memoryLimitMb });
  const started = performance.now();
  let read = 0;
  let readSeconds = 0;
  let spilled = 0;
  const staged = await engine.stageAudience(
    {
      tables: { engine: 'trino', url: `http://127.0.0.1:${port}`, user: 'bench' },
      sql: 'SELECT EMAIL, PHONE FROM people',
      slots: [
        { type: 'EMAIL', column: 'EMAIL' },
        { type: 'PHONE', column: 'PHONE' },
      ],
      rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
      dropPlaceholders: false,
      stagedPath: join(folder, 'staged.duckdb'),
    },
    {
      onProgress: ({ rows: now }) => {
        if (now === undefined) return;
        read = now;
        readSeconds = (performance.now() - started) / 1000;
        if (read % 200_000 !== 0 && read !== rows) return;
        const files = readdirSync(join(folder, 'spill'), { recursive: true, withFileTypes: true });
        const bytes = files
          .filter((file) => file.isFile())
          .reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
        spilled = Math.max(spilled, bytes);
      },
    },
  );
  const { cpuSeconds: cpu, peakMb } = readChildFigures() ?? { cpuSeconds: Number.NaN, peakMb: Number.NaN };
  const round = (value: number) => Math.round(value).toLocaleString('en');
  console.log(
    `read    ${round(read)} rows in ${readSeconds.toFixed(1)} s = ${round(read / readSeconds)} rows/s`,
  );
  console.log(`staged  in ${staged.seconds.toFixed(1)} s = ${round(rows / staged.seconds)} rows/s`);
  console.log(`engine  ${cpu.toFixed(1)} CPU s = ${round(rows / cpu)} rows/CPU s, peak ${round(peakMb)} MB`);
  console.log(
    `disk    ${round(spilled / 1e6)} MB spilled, ${round(statSync(join(folder, 'staged.duckdb')).size / 1e6)} MB staged`,
  );
  await engine.close();
  await worker.terminate();
  rmSync(folder, { recursive: true, force: true });
}

if (isMainThread) await measure(Number(process.argv[2] ?? 2_000_000), Number(process.argv[3] ?? 1024));
else serve(Number(workerData));
