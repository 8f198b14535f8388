import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/core/errors.ts';
import { CsvReader } from '../../src/sources/files/csv-reader.ts';
import { engineRig } from './support/engine-rig.ts';

const rig = engineRig();

/** A field as it stands in a file: bare, or in quotes with whatever inside. */
const bare = fc.string({ unit: fc.constantFrom('a', 'é', '0', ' ', "'", '-'), maxLength: 4 });
const inner = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '€', ' '), maxLength: 5 });
const field = fc.oneof(
  bare,
  inner.map((text) => `"${text.replaceAll('"', '""')}"`),
  // A quote inside a bare field stands for itself.
  fc.tuple(fc.constantFrom('a', 'b'), bare).map(([first, rest]) => `${first}"${rest}`),
);

const file = fc
  .record({
    width: fc.integer({ min: 2, max: 4 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    isRagged: fc.boolean(),
    endsWithLine: fc.boolean(),
  })
  .chain(({ width, lineEnd, isRagged, endsWithLine }) =>
    fc
      .array(
        isRagged
          ? fc.array(field, { minLength: 1, maxLength: 5 })
          : fc.array(field, { minLength: width, maxLength: width }),
        { minLength: 1, maxLength: 12 },
      )
      .map((rows) => {
        const names = Array.from({ length: width }, (_, index) => `column ${index}`);
        // A blank line means nothing in a file of several columns, to either reader.
        const lines = [names, ...rows].map((row) => row.join(',')).filter((line) => line !== '');
        return lines.join(lineEnd) + (endsWithLine ? lineEnd : '');
      }),
  );

let files = 0;

async function read(content: Uint8Array) {
  files += 1;
  const path = rig.file(`file-${files}.csv`, content);
  try {
    const [table] = await rig.engine.inspect({ t: [path] });
    const { rows } = await rig.engine.sample({ t: [path] }, 'SELECT * FROM t', 100);
    return {
      rows,
      count: table?.unreadable.count,
      lines: table?.unreadable.examples.map(({ line }) => line),
    };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return error.message.replace(path, 'file');
  }
}

describe('the two CSV readers', () => {
  it('give the same rows and find the same rows unreadable', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        // UTF-8 goes to DuckDB's reader, UTF-16 to tada's own.
        const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
        expect(await read(wide)).toEqual(await read(Buffer.from(text)));
      }),
      { numRuns: 12 },
    );
  });

  it.each(['1,2,', ',,', '"","",', '1,"2",""', '1,2,,', '1,2,3'])(
    'agree on what stands behind the last column: %s',
    async (line) => {
      const text = `a,b\n${line}\nx,y\n`;
      const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
      expect(await read(wide)).toEqual(await read(Buffer.from(text)));
    },
  );

  it('does not care in what pieces the text comes', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 7 }), (text, size) => {
        const whole = new CsvReader(',');
        const expected = [...whole.push(text), ...whole.finish()];
        const pieces = new CsvReader(',');
        const records = [];
        for (let place = 0; place < text.length; place += size) {
          records.push(...pieces.push(text.slice(place, place + size)));
        }
        records.push(...pieces.finish());
        expect(records).toEqual(expected);
      }),
    );
  });
});
