import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/sources/engine-client.ts';
import { AppendFile } from '../../../src/sources/events/append-file.ts';
import { BoundedTasks } from '../../../src/sources/events/bounded-tasks.ts';
import { EventWorkers } from '../../../src/sources/events/event-workers.ts';
import { waitingPlace } from '../../../src/sources/events/row-taker.ts';
import { UnitWriter } from '../../../src/sources/events/unit-writer.ts';
import { shareUnits } from '../../../src/sources/events/waiting-rows.ts';
import { startChild } from '../../storage/helpers/child.ts';
import { engineRig, knownError } from '../support/engine-rig.ts';
import { eventsRig, OFFLINE, WEB } from './support/events-rig.ts';

const rig = engineRig();
const events = eventsRig(rig);

const COLUMNS = 'event,event_id,timestamp,email,page_url,description';
const visit = (n: number) =>
  `Purchase,id-canary-${n},2026-11-18,canary${n}@example.com,https://canary.example/${n},says canary ${n}`;
const visits = (count: number) =>
  `${[COLUMNS, ...Array.from({ length: count }, (_, n) => visit(n))].join('\n')}\n`;

const CHILD = '../../sources/events/children/stage-until-stopped.ts';

/** A folder's files, those in folders too. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Endless rows of one query. */
const ENDLESS = `SELECT 'Purchase' AS event, CAST(i AS VARCHAR) AS event_id, '2026-11-18' AS timestamp,
  'a' || CAST(i AS VARCHAR) || '@b.com' AS email FROM range(100000000000) AS r(i)`;

/** Empty for a file that went in the meantime. */
function textIn(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

describe('staging', () => {
  it('keeps nothing readable anywhere while it works, and tells how many rows are read', async () => {
    const request = events.request(visits(20_000), WEB);
    const folder = dirname(request.stagedPath);
    const own = new Set(Object.values(request.tables).flat());
    const readable: string[] = [];
    const counts: number[] = [];
    const look = () => {
      for (const path of filesIn(folder)) {
        if (!own.has(path) && textIn(path).includes('canary')) readable.push(path);
      }
    };
    const staged = await rig.engine.stageEvents(request, {
      onProgress: ({ rows }) => {
        if (rows !== undefined) counts.push(rows);
        look();
      },
    });
    expect(staged.events).toBe(20_000);
    expect(readable).toEqual([]);
    expect(filesIn(rig.path('spill')).filter((path) => path.includes('events-'))).toEqual([]);
    expect(counts.at(-1)).toBe(20_000);
    expect(counts.toSorted((left, right) => left - right)).toEqual(counts);
  });

  it('stops when it is cancelled, and leaves no file', async () => {
    const request = events.request('event,event_id,timestamp,email\n', OFFLINE, { sql: ENDLESS });
    const cancel = new AbortController();
    const staging = rig.engine.stageEvents(request, {
      signal: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    expect((await knownError(staging)).kind).toBe('cancelled');
    const left = filesIn(dirname(request.stagedPath)).filter((path) =>
      path.startsWith(request.stagedPath.slice(0, -7)),
    );
    expect(left.filter((path) => !path.endsWith('.csv'))).toEqual([]);
    expect(filesIn(rig.path('spill')).filter((path) => path.includes('events-'))).toEqual([]);
    expect(await rig.engine.count(request.tables, 'SELECT 1')).toBe(1);
  });

  it('replaces what was staged before only with something whole', async () => {
    const few = visits(20);
    const { place } = await events.stage(few, WEB);
    const broken = events.request(few, WEB, {
      ...place,
      sql: 'SELECT CAST(event AS INTEGER) AS event FROM t',
    });
    await knownError(rig.engine.stageEvents(broken));
    expect([existsSync(place.stagedPath), existsSync(place.sealedPath)]).toEqual([false, false]);
  });

  it('that is killed leaves nothing under the files’ names', async () => {
    const { tables, stagedPath } = events.request(visits(60_000));
    const folder = `${stagedPath}.killed`;
    const child = startChild(CHILD, [folder, tables.t?.[0] ?? '', COLUMNS]);
    expect(await child.nextLine()).toBe('reading');
    await child.kill();
    expect([existsSync(`${folder}/staged.duckdb`), existsSync(`${folder}/staged.sealed`)]).toEqual([
      false,
      false,
    ]);
    const next = startChild(CHILD, [folder, tables.t?.[0] ?? '', COLUMNS]);
    expect([await next.nextLine(), await next.nextLine()]).toEqual(['reading', '60000 events']);
  });

  it('on a full disk says so, and leaves nothing', async () => {
    const { tables, stagedPath } = events.request(visits(20_000));
    const folder = `${stagedPath}.full`;
    // Smaller than the events of one batch.
    const child = startChild(CHILD, [folder, tables.t?.[0] ?? '', COLUMNS], { largestFile: 700 });
    expect(await child.nextLine()).toBe('disk-full');
    await child.ended();
    expect(filesIn(folder)).toEqual([]);
  });

  it('with too little memory for the query says so', async () => {
    const engine = createEngine({ tempDirectory: rig.path('small'), memoryLimitMb: 80, threads: 1 });
    try {
      const sql = `SELECT 'Purchase' AS event, CAST(list(i) AS VARCHAR) AS description FROM range(100000000) AS r(i)`;
      const request = events.request('event,description\n', OFFLINE, { sql });
      const error = await knownError(engine.stageEvents(request));
      expect([error.kind, error.message]).toEqual(['query-failed', expect.stringContaining('more memory')]);
    } finally {
      await engine.close();
    }
  });
});

describe('the threads', () => {
  const { layout } = events.request('timestamp\n');

  /** A task of 5,000 rows that wait, all of one text, and where they lie. */
  async function waitingRows(text: string) {
    const writer = new UnitWriter(await AppendFile.create(rig.path('rows')), new Uint8Array(32));
    const bytes = Buffer.from(text);
    const places = Float64Array.from({ length: 5000 }, () => waitingPlace(writer.add(bytes)));
    writer.finish();
    await writer.file.close();
    const file = { path: writer.file.path, key: writer.key, units: shareUnits(writer.units) };
    const task = () => {
      const rows = { places: places.slice(), lengths: new Uint32Array(places.length).fill(bytes.length) };
      return { type: 'read', unit: 1, rows } as const;
    };
    return { files: { sealed: file, waiting: file }, task };
  }

  it('tell a bug without the message, which may quote a value', async () => {
    const settings = { ...OFFLINE, timeZone: 'secret/zone' };
    const { files, task } = await waitingRows('v\u001f2026-11-18 10:00');
    const workers = new EventWorkers(2, {
      reading: { layout: { ...layout, timestamp: [1] }, identifiers: [], settings },
      textKey: new Uint8Array(32),
      files,
    });
    const error = await workers.run(task(), []).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(Error);
    expect(`${(error as Error).message}${(error as Error).stack}`).toContain('RangeError');
    expect(`${(error as Error).message}${(error as Error).stack}`).not.toContain('secret');
    await workers.stop(new Error('over'));
  });

  it('end in the middle of their work, and what they had to do is told why', async () => {
    const { files, task } = await waitingRows('v');
    const workers = new EventWorkers(1, {
      reading: { layout, identifiers: [], settings: OFFLINE },
      textKey: new Uint8Array(32),
      files,
    });
    const run = () => workers.run(task(), []);
    const waiting = Promise.allSettled([run(), run()]);
    const reason = new Error('enough');
    await workers.stop(reason);
    expect((await waiting).map((each) => each.status === 'rejected' && each.reason)).toEqual([
      reason,
      reason,
    ]);
    await expect(run()).rejects.toBe(reason);
  });
});

describe('tasks under way', () => {
  it('are never more than the limit, and end with the first failure', async () => {
    const tasks = new BoundedTasks(2);
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    for (let index = 0; index < 10; index += 1) await tasks.add(work);
    await tasks.done();
    expect(most).toBe(2);
    const failure = new Error('no');
    await tasks.add(() => Promise.reject(failure));
    await expect(tasks.done()).rejects.toBe(failure);
    await expect(tasks.add(work)).rejects.toBe(failure);
  });
});

describe('a growing file', () => {
  it('that can’t be made says where and why', async () => {
    const error = await knownError(AppendFile.create(rig.path('none/file')));
    expect([error.kind, error.message]).toEqual(['configuration', expect.stringContaining('ENOENT')]);
  });
});
