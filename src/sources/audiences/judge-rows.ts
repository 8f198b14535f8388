import { DuckDBScalarFunction, STRUCT, UINTEGER, UTINYINT, UUID, VARCHAR } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import type { Database } from '../duckdb/database.ts';
import { TextVector } from '../duckdb/text-vector.ts';
import { ColumnJudge, HALF_WORDS } from './column-judge.ts';
import { MetBefore } from './met-before.ts';
import { BATCH, Sha256Lanes } from './sha256-lanes.ts';

/**
 * The step from values to codes and hashes as a function of SQL. DuckDB calls it for every 2,048 rows, all columns
 * at once, since each call is a hop between threads; everything is done in bulk from there.
 */

/** A packed hash, see packed-hash.ts. */
const HASH = STRUCT({ a: UUID, b: UUID });

/** The step, and what it learned of all rows so far. */
export interface RowJudge {
  /** To call it by from SQL. */
  readonly name: string;
  /** Whether all rows had a text in a column, the same one; true without rows. */
  readonly isOneText: (column: number) => boolean;
}

/**
 * Makes the step callable from SQL; one for each `set` of columns and rules, and for one reading of them. It takes a
 * text for each slot, and gives for slot k the code as `r{k}` and the packed hash as `h{k}`; bit k of `repeated`
 * says whether that hash came before, perhaps (see MetBefore).
 */
export function registerJudge(
  database: Database,
  types: readonly AudienceIdType[],
  rules: IdentifierRules,
  set = 0,
): RowJudge {
  const name = `tada_judge_${set}`;
  const lanes = new Sha256Lanes();
  const met = new Map(types.map((type) => [type, new MetBefore()]));
  const judges = types.map((type) => new ColumnJudge(type, rules, lanes, met.get(type) ?? new MetBefore()));
  const texts = new TextVector(BATCH);
  const answer = new AnswerWriter();
  const judgeRows = new DuckDBScalarFunction();
  judgeRows.setName(name);
  for (const _ of types) judgeRows.addParameter(VARCHAR);
  // NULL is a value like others here.
  judgeRows.setSpecialHandling();
  // What was met before depends on every row, so a constant must not be judged once for many.
  judgeRows.setVolatile();
  const fields = types.flatMap((_, k) => [[`r${k}`, UTINYINT] as const, [`h${k}`, HASH] as const]);
  judgeRows.setReturnType(STRUCT(Object.fromEntries([...fields, ['repeated', UINTEGER]])));
  duckdb.scalar_function_set_function(judgeRows.scalar_function, (_information, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    for (const [k, judge] of judges.entries()) {
      texts.read(duckdb.data_chunk_get_vector(input, k), count);
      judge.judge(texts, count);
      answer.write(output, k, judge, count);
    }
    answer.writeMet(output, judges, count);
  });
  database.connection.registerScalarFunction(judgeRows);
  return { name, isOneText: (column) => judges[column]?.isOneText === true };
}

const HALF_BYTES = HALF_WORDS * 4;

/** Writes answers where DuckDB takes them from. */
class AnswerWriter {
  readonly #validity = new Uint8Array(BATCH / 8);
  readonly #met = new Uint32Array(BATCH);

  write(output: duckdb.Vector, k: number, { codes, halves, hasHash }: ColumnJudge, count: number): void {
    duckdb.copy_data_to_vector(duckdb.struct_vector_get_child(output, 2 * k), 0, codes.buffer, 0, count);
    this.#validity.fill(0);
    for (let row = 0; row < count; row += 1) {
      this.#validity[row >> 3] = (this.#validity[row >> 3] ?? 0) | ((hasHash[row] ?? 0) << (row & 7));
    }
    const hash = duckdb.struct_vector_get_child(output, 2 * k + 1);
    this.#setValidity(hash, count);
    for (const [place, half] of halves.entries()) {
      const vector = duckdb.struct_vector_get_child(hash, place);
      duckdb.copy_data_to_vector(vector, 0, half.buffer, 0, count * HALF_BYTES);
      this.#setValidity(vector, count);
    }
  }

  /** The bits of all columns, behind what each of them has. */
  writeMet(output: duckdb.Vector, columns: readonly ColumnJudge[], count: number): void {
    this.#met.fill(0);
    for (const [k, { isMet }] of columns.entries()) {
      for (let row = 0; row < count; row += 1) {
        this.#met[row] = (this.#met[row] ?? 0) | ((isMet[row] ?? 0) << k);
      }
    }
    const vector = duckdb.struct_vector_get_child(output, 2 * columns.length);
    duckdb.copy_data_to_vector(vector, 0, this.#met.buffer, 0, count * this.#met.BYTES_PER_ELEMENT);
  }

  /** Of a whole and of its parts: where the whole is NULL, its parts are. */
  #setValidity(vector: duckdb.Vector, count: number): void {
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.#validity.buffer, 0, Math.ceil(count / 64) * 8);
  }
}
