import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { layOutEvents } from '../../../src/core/events/layout.ts';
import { Database } from '../../../src/sources/duckdb/database.ts';
import { packRows } from '../../../src/sources/events/pack-sql.ts';
import { unpackRow } from '../../../src/sources/events/packed-rows.ts';
import { RowTexts } from '../../../src/sources/events/row-texts.ts';
import { readRowTexts } from '../../../src/sources/events/waiting-rows.ts';
import { engineRig } from '../support/engine-rig.ts';
import { OFFLINE } from './support/events-rig.ts';

const rig = engineRig();

const ROWS = 5000;

/** Rows of all lengths up to one that is longer than a sealed unit. */
const RELATION = `(SELECT 'text of row ' || i || '.' || repeat('ö', (i * 37) % 500 + CASE WHEN i % 1000 = 7 THEN 90000 ELSE 0 END)
  FROM range(${ROWS}) AS r(i)) AS result(c0)`;

describe('rows on their way from the engine', () => {
  it('are what the engine gave, in their order, whatever happens to its memory meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const folder = rig.path('.');
    const settings = { tempDirectory: folder, memoryLimitMb: 256, threads: 2 };
    const texts = await RowTexts.begin(
      { sealedPath: join(folder, 'sealed'), key: new Uint8Array(32) },
      folder,
      collectGarbage,
    );
    const database = await Database.open(':memory:', settings);
    try {
      const { layout } = layOutEvents(undefined, ['description'], 'offline');
      const { statement } = packRows(
        { relation: RELATION, texts: ['c0'] },
        layout,
        OFFLINE,
        texts.taker.register(database),
      );
      await texts.taker.during(() => database.run(`CREATE TABLE read AS ${statement}`));
      expect([texts.taker.rows, texts.taker.waitingRows]).toEqual([ROWS, ROWS]);
      const read = await database.rows('SELECT place, length FROM read ORDER BY rowid');
      const textsOf = (rows: typeof read) =>
        readRowTexts(texts.files, {
          places: Float64Array.from(rows, ({ place }) => Number(place)),
          lengths: Uint32Array.from(rows, ({ length }) => Number(length)),
        });
      const taken = textsOf(read);
      const seen = taken.map((text) => unpackRow(text)[1]?.split('.')[0]);
      expect(seen).toEqual(Array.from({ length: ROWS }, (_, row) => `text of row ${row}`));
      // A few of them, the last one first.
      const isFew = (_: unknown, row: number) => row % 90 === 8;
      expect(textsOf(read.filter(isFew).toReversed())).toEqual(taken.filter(isFew).toReversed());
    } finally {
      database.close();
      await texts.close();
      rmSync(join(folder, 'sealed'), { force: true });
    }
  });
});
