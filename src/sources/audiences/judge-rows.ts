import { DuckDBScalarFunction, STRUCT, UTINYINT, UUID, VARCHAR } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import type { Database } from '../duckdb/database.ts';
import { TextVector } from '../duckdb/text-vector.ts';
import { ColumnJudge } from './column-judge.ts';
import { BATCH, HASH_WORDS, Sha256Lanes } from './sha256-lanes.ts';

/**
 * The step from values to codes and hashes as a function of SQL. DuckDB calls it for every 2,048 rows, all columns
 * at once, since each call is a hop between threads; everything is done in bulk from there.
 */

/** Fields of the answer, for slot k: the code, and thirds of the packed hash, which are NULL where there is none. */
const PARTS = ['a', 'b', 'c'] as const;
const UUID_BYTES = 16;

/** SQL for the code of slot k; `answer` is what the function gave. */
export function codeSql(answer: string, k: number): string {
  return `${answer}.r${k}`;
}

/** SQL for the packed hash of slot k. */
export function hashSql(answer: string, k: number): string {
  return PARTS.map((part) => `${answer}.${part}${k}::BLOB`).join(' || ');
}

/** Makes the step callable from SQL; gives the name to call it by, one for each `set` of columns and rules. */
export function registerJudge(
  database: Database,
  types: readonly AudienceIdType[],
  rules: IdentifierRules,
  set = 0,
): string {
  const name = `tada_judge_${set}`;
  const lanes = new Sha256Lanes();
  const judges = types.map((type) => new ColumnJudge(type, rules, lanes));
  const texts = new TextVector(BATCH);
  const answer = new AnswerWriter();
  const judgeRows = new DuckDBScalarFunction();
  judgeRows.setName(name);
  for (const _ of types) judgeRows.addParameter(VARCHAR);
  // NULL is a value like others here.
  judgeRows.setSpecialHandling();
  const fields = types.flatMap((_, k) => [
    [`r${k}`, UTINYINT] as const,
    ...PARTS.map((part) => [`${part}${k}`, UUID] as const),
  ]);
  judgeRows.setReturnType(STRUCT(Object.fromEntries(fields)));
  duckdb.scalar_function_set_function(judgeRows.scalar_function, (_information, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    for (const [k, judge] of judges.entries()) {
      texts.read(duckdb.data_chunk_get_vector(input, k), count);
      judge.judge(texts, count);
      answer.write(output, k, judge, count);
    }
  });
  database.connection.registerScalarFunction(judgeRows);
  return name;
}

/** The six bits that base64 reads a hexadecimal digit as, for the two digits of each byte. */
const PACKED_DIGITS = (() => {
  const bits = (digit: number) => (digit < 10 ? 52 + digit : 16 + digit);
  return Uint16Array.from({ length: 256 }, (_, byte) => bits(byte >> 4) * 64 + bits(byte & 15));
})();

/** Writes answers where DuckDB takes them from. */
class AnswerWriter {
  readonly #thirds = PARTS.map(() => new Uint8Array(BATCH * UUID_BYTES));
  readonly #packed = new Uint8Array(PARTS.length * UUID_BYTES);
  readonly #validity = new Uint8Array(BATCH / 8);

  write(output: duckdb.Vector, k: number, { codes, hashes, hasHash }: ColumnJudge, count: number): void {
    const first = k * (PARTS.length + 1);
    const fields = duckdb.struct_vector_get_child(output, first);
    duckdb.copy_data_to_vector(fields, 0, codes.buffer, 0, count);
    this.#validity.fill(0);
    for (let row = 0; row < count; row += 1) {
      if (hasHash[row] === 0) continue;
      this.#validity[row >> 3] = (this.#validity[row >> 3] ?? 0) | (1 << (row & 7));
      this.#pack(hashes, row);
    }
    for (const [part, bytes] of this.#thirds.entries()) {
      const vector = duckdb.struct_vector_get_child(output, first + 1 + part);
      duckdb.copy_data_to_vector(vector, 0, bytes.buffer, 0, count * UUID_BYTES);
      duckdb.vector_ensure_validity_writable(vector);
      const validityBytes = Math.ceil(count / 64) * 8;
      duckdb.copy_data_to_vector_validity(vector, 0, this.#validity.buffer, 0, validityBytes);
    }
  }

  /** A UUID lies in memory as a number of 128 bits, little-endian, with its first bit turned. */
  #pack(hashes: Uint32Array, row: number): void {
    const packed = this.#packed;
    for (let word = 0; word < HASH_WORDS; word += 1) {
      const value = hashes[row * HASH_WORDS + word] ?? 0;
      const front = ((PACKED_DIGITS[value >>> 24] ?? 0) << 12) | (PACKED_DIGITS[(value >>> 16) & 0xff] ?? 0);
      const back = ((PACKED_DIGITS[(value >>> 8) & 0xff] ?? 0) << 12) | (PACKED_DIGITS[value & 0xff] ?? 0);
      packed[word * 6] = front >> 16;
      packed[word * 6 + 1] = front >> 8;
      packed[word * 6 + 2] = front;
      packed[word * 6 + 3] = back >> 16;
      packed[word * 6 + 4] = back >> 8;
      packed[word * 6 + 5] = back;
    }
    for (const [part, bytes] of this.#thirds.entries()) {
      const end = (row + 1) * UUID_BYTES - 1;
      for (let place = 0; place < UUID_BYTES; place += 1) {
        bytes[end - place] = packed[part * UUID_BYTES + place] ?? 0;
      }
      bytes[end] = (bytes[end] ?? 0) ^ 0x80;
    }
  }
}
