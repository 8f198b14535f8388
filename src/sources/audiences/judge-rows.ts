import { DuckDBScalarFunction, STRUCT, UINTEGER, UTINYINT, UUID, VARCHAR } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { KnownError } from '../../core/errors.ts';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import type { Database } from '../duckdb/database.ts';
import { TextVector } from '../duckdb/text-vector.ts';
import { type ColumnAnswers, ColumnJudge, HALF_WORDS } from './column-judge.ts';
import { ColumnThread } from './column-thread.ts';
import { typesForThread } from './divide-columns.ts';
import { MetBefore } from './met-before.ts';
import { BATCH, Sha256Lanes } from './sha256-lanes.ts';

/**
 * The step from values to codes and hashes as a function of SQL. DuckDB calls it for every 2,048 rows, all columns
 * at once, since each call is a hop between threads; everything is done in bulk from there.
 */

/** A packed hash, see packed-hash.ts. */
const HASH = STRUCT({ a: UUID, b: UUID });

/** Batches that are judged before a second thread is started: starting it takes longer than these do. */
const BATCHES_ALONE = 24;

/** The step while it can be called. */
export interface RegisteredJudge {
  /** What SQL calls it by. */
  readonly name: string;
  /** What went wrong beside DuckDB, which tells no more than that something did. */
  readonly failure: () => KnownError | undefined;
  /** Ends what runs for it; it must not be called any more. */
  readonly end: () => Promise<void>;
}

/** How columns are judged. */
export interface JudgeOptions {
  /** Tells the functions of several sets of columns and rules apart. */
  readonly set?: number;
  /** Whether a second thread may judge some of the columns, once it is worth its start. */
  readonly mayUseThread?: boolean;
}

/**
 * Makes the step callable from SQL. It takes a text for each slot, and gives for slot k the code as `r{k}` and the
 * packed hash as `h{k}`; bit k of `met` says whether that hash came before, perhaps (see MetBefore).
 */
export function registerJudge(
  database: Database,
  types: readonly AudienceIdType[],
  rules: IdentifierRules,
  { set = 0, mayUseThread = false }: JudgeOptions = {},
): RegisteredJudge {
  const name = `tada_judge_${set}`;
  const columns = new BatchJudge(types, rules, mayUseThread);
  const answer = new AnswerWriter();
  let failure: KnownError | undefined;
  const judgeRows = new DuckDBScalarFunction();
  judgeRows.setName(name);
  for (const _ of types) judgeRows.addParameter(VARCHAR);
  // NULL is a value like others here.
  judgeRows.setSpecialHandling();
  // What was met before depends on every row, so a constant must not be judged once for many.
  judgeRows.setVolatile();
  const fields = types.flatMap((_, k) => [[`r${k}`, UTINYINT] as const, [`h${k}`, HASH] as const]);
  judgeRows.setReturnType(STRUCT(Object.fromEntries([...fields, ['met', UINTEGER]])));
  duckdb.scalar_function_set_function(judgeRows.scalar_function, (_information, input, output) => {
    const count = duckdb.data_chunk_get_size(input);
    try {
      const answers = columns.judge(input, count);
      for (const [k, each] of answers.entries()) answer.write(output, k, each, count);
      answer.writeMet(output, answers, count);
    } catch (error) {
      if (error instanceof KnownError) failure ??= error;
      throw error;
    }
  });
  database.connection.registerScalarFunction(judgeRows);
  return { name, failure: () => failure, end: () => columns.end() };
}

/** All columns of a batch, on one thread or on two. */
class BatchJudge {
  readonly #types: readonly AudienceIdType[];
  readonly #rules: IdentifierRules;
  readonly #met: ReadonlyMap<AudienceIdType, MetBefore>;
  readonly #judges: readonly ColumnJudge[];
  readonly #texts = new TextVector(BATCH);
  /** Types that a second thread is for. */
  readonly #given: ReadonlySet<AudienceIdType>;
  /** Places of their columns. */
  readonly #places: readonly number[];
  #thread: ColumnThread | undefined;
  /** Whether the second thread has its columns: from then on it alone knows what they met. */
  #isDivided = false;
  #batches = 0;

  constructor(types: readonly AudienceIdType[], rules: IdentifierRules, mayUseThread: boolean) {
    this.#types = types;
    this.#rules = rules;
    const lanes = new Sha256Lanes();
    this.#met = new Map(types.map((type) => [type, new MetBefore()]));
    this.#judges = types.map(
      (type) => new ColumnJudge(type, rules, lanes, this.#met.get(type) ?? new MetBefore()),
    );
    this.#given = mayUseThread ? typesForThread(types) : new Set();
    this.#places = types.flatMap((type, place) => (this.#given.has(type) ? [place] : []));
  }

  /** The answers for each column, good until the next batch. */
  judge(input: duckdb.DataChunk, count: number): readonly ColumnAnswers[] {
    this.#batches += 1;
    const thread = this.#threadToAsk();
    if (thread === undefined)
      return this.#judges.map((judge, place) => this.#judgeHere(judge, input, place, count));
    for (const [k, place] of this.#places.entries()) {
      this.#texts.read(duckdb.data_chunk_get_vector(input, place), count);
      thread.put(k, this.#texts, count);
    }
    thread.ask(count);
    const answers: ColumnAnswers[] = [...this.#judges];
    for (const [place, judge] of this.#judges.entries()) {
      if (!this.#places.includes(place)) this.#judgeHere(judge, input, place, count);
    }
    for (const [k, each] of thread.answers().entries()) answers[this.#places[k] ?? 0] = each;
    return answers;
  }

  async end(): Promise<void> {
    await this.#thread?.end();
  }

  #judgeHere(judge: ColumnJudge, input: duckdb.DataChunk, place: number, count: number): ColumnAnswers {
    this.#texts.read(duckdb.data_chunk_get_vector(input, place), count);
    judge.judge(this.#texts, count);
    return judge;
  }

  /** The second thread, when there is one by now; starts it when it is time. */
  #threadToAsk(): ColumnThread | undefined {
    if (this.#given.size === 0 || this.#batches <= BATCHES_ALONE) return undefined;
    this.#thread ??= new ColumnThread(
      this.#places.flatMap((place) => this.#types[place] ?? []),
      this.#rules,
    );
    if (this.#isDivided) return this.#thread;
    if (!this.#thread.isReady) return undefined;
    const met = [...this.#met].filter(([type]) => this.#given.has(type));
    this.#thread.begin(met.map(([type, set]) => [type, set.handOver()] as const));
    this.#isDivided = true;
    return this.#thread;
  }
}

const HALF_BYTES = HALF_WORDS * 4;

/** Writes answers where DuckDB takes them from. */
class AnswerWriter {
  readonly #validity = new Uint8Array(BATCH / 8);
  readonly #met = new Uint32Array(BATCH);

  write(output: duckdb.Vector, k: number, { codes, halves, hasHash }: ColumnAnswers, count: number): void {
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
  writeMet(output: duckdb.Vector, columns: readonly ColumnAnswers[], count: number): void {
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
