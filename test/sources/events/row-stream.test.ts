import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { packRows } from '../../../src/sources/events/pack-sql.ts';
import { rowTexts, unpackRow } from '../../../src/sources/events/packed-rows.ts';
import { valuesOf } from '../../../src/sources/events/row-batch.ts';
import { streamRows } from '../../../src/sources/events/row-stream.ts';
import { engineRig } from '../support/engine-rig.ts';
import { OFFLINE } from './support/events-rig.ts';

const rig = engineRig();

const ROWS = 5000;

/** Rows so long that a batch is full in the middle of what the engine hands over at once. */
const RELATION = `(SELECT 'text of row ' || i || '.' || repeat('x', 3000) FROM range(${ROWS}) AS r(i)) AS result(c0)`;

describe('rows on their way from the engine', () => {
  let database: Database;
  let other: Database;
  beforeAll(async () => {
    const settings = { tempDirectory: rig.path('streams'), memoryLimitMb: 256, threads: 2 };
    database = await Database.open(':memory:', settings);
    other = await Database.open(':memory:', settings);
  });
  afterAll(() => {
    database.close();
    other.close();
  });

  it('are what the engine gave, whatever happens to its memory while they are worked on', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const { layout } = layOutEvents(undefined, ['description'], 'offline');
    const packing = packRows(RELATION, layout, OFFLINE);
    const query = {
      columns: [],
      relation: RELATION,
      run: <T>(statement: string, work: (statement: string) => Promise<T>) => work(statement),
    };
    const seen: string[] = [];
    for await (const batch of streamRows(database, query, packing, {})) {
      for (const text of rowTexts(valuesOf(batch))) seen.push(unpackRow(text)[1]?.split('.')[0] ?? '');
      // What isn't held any more is given back, and then filled with something else.
      for (let round = 0; round < 2; round += 1) {
        collectGarbage();
        await setImmediate();
      }
      await other.rows(`SELECT 'another ' || i || repeat('y', 3000) AS text FROM range(8192) AS r(i)`, {});
    }
    expect(seen).toEqual(Array.from({ length: ROWS }, (_, row) => `text of row ${row}`));
  });
});
