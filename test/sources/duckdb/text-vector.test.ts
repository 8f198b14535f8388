import { DuckDBInstance, DuckDBScalarFunction, UTINYINT, VARCHAR } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextVector } from '../../../src/sources/duckdb/text-vector.ts';

/** What a vector held, row by row, when DuckDB handed over the values of `expression` over a table of texts. */
async function readTexts(
  texts: readonly (string | null)[],
  expression: string,
): Promise<readonly (string | null)[]> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const vector = new TextVector(2048);
    const read: (string | null)[] = [];
    const look = new DuckDBScalarFunction();
    look.setName('look');
    look.addParameter(VARCHAR);
    look.setReturnType(UTINYINT);
    look.setSpecialHandling();
    duckdb.scalar_function_set_function(look.scalar_function, (_information, input) => {
      const count = duckdb.data_chunk_get_size(input);
      vector.read(duckdb.data_chunk_get_vector(input, 0), count);
      for (let row = 0; row < count; row += 1) {
        const from = vector.starts[row] ?? 0;
        const length = vector.lengths[row] ?? -1;
        read.push(
          length === -1 ? null : Buffer.from(vector.bytes.slice(from, from + length)).toString('utf8'),
        );
      }
    });
    connection.registerScalarFunction(look);
    await connection.run('CREATE TABLE texts (place INTEGER, v VARCHAR)');
    const appender = await connection.createAppender('texts');
    for (const [place, text] of texts.entries()) {
      appender.appendInteger(place);
      if (text === null) appender.appendNull();
      else appender.appendVarchar(text);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`SELECT count(look(${expression})) FROM texts`);
    return read;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }).filter((each) => each.isWellFormed()),
  fc.string({ maxLength: 13 }),
  fc.constantFrom('', 'exactly 12 b', 'thirteen byte', 'x'.repeat(5000)),
);

describe('the texts of a vector', () => {
  it.each(['v', "v || ''", 'upper(lower(v))'])(
    'are what DuckDB has, when they come from %s',
    async (expression) => {
      const texts = fc.sample(fc.option(text, { freq: 8 }), { numRuns: 5000, seed: 3 });
      const expected = expression.startsWith('upper')
        ? texts.map((each) => each?.replace(/[^ -~]/gu, '').toUpperCase() ?? null)
        : texts;
      const ascii = expression.startsWith('upper')
        ? texts.map((each) => each?.replace(/[^ -~]/gu, '') ?? null)
        : texts;
      expect(await readTexts(ascii, expression)).toEqual(expected);
    },
  );
});
