import type { EngineCall } from '../../core/ports/engine.ts';
import { DuckDbError } from '../duckdb/translate-error.ts';
import { type Edit, type EditedText, editText } from './edited-text.ts';
import { argumentsOf, type Span } from './expression-bounds.ts';
import { indexOfByte } from './sql-error.ts';
import { readTokens, type Token } from './tokens.ts';
import { decide, needsType, type Wrapping } from './type-decisions.ts';
import { findTypeSites, type TypeSite } from './type-sites.ts';
import type { Workshop } from './workshop.ts';

/**
 * Fits a query to the types its columns have here. A CSV or JSON file has none, so its columns are text, and
 * Presto's queries expect numbers and times; and some operators mean something else between the same types.
 *
 * The types are DuckDB's own: an operand is put into a call that can't exist, and the refusal names its type.
 * That works in any place of a query, also for aggregates, windows and columns of an outer query. Sites that
 * make the query fail are settled first, in the order in which DuckDB meets them; the others when all binds.
 */
export async function typeQuery(
  workshop: Pick<Workshop, 'database' | 'presto'>,
  sql: string,
  call: EngineCall,
): Promise<EditedText> {
  const query = new TypedQuery(workshop, sql, call);
  await query.settle();
  return query.edited;
}

/** A function that takes one argument, so that three are always refused, with their types. */
const PROBE = 'json_keys';

/** Keeps the ranks of closing texts below those of opening ones. */
const CLOSING_RANK = 1e12;

/** What DuckDB says when types meet that don't fit. */
const MISMATCH = /^(?:No function matches|Cannot (?:compare|mix|combine)|Macro )|explicit (?:type )?cast/;

/** Types that a query states itself, by the names that DuckDB has for them too. */
const STATED = new Set(['double', 'date', 'varchar', 'bigint', 'boolean']);

/**
 * The type of `TRUE`, `DATE '2026-11-22'`, `CAST(… AS DOUBLE)` and `TRY_CAST(… AS DATE)`, which needs no
 * question: a filter has many of them, and each question means reading the whole query again.
 */
function statedType(tokens: readonly Token[], [first, last]: Span): string | undefined {
  const word = tokens[first]?.key ?? '';
  if (first === last) return word === 'true' || word === 'false' ? 'BOOLEAN' : undefined;
  if (word === 'date' && last === first + 1 && tokens[last]?.kind === 'text') return 'DATE';
  if (word !== 'cast' && word !== 'try_cast') return undefined;
  const [only, ...others] = argumentsOf(tokens, first + 1) ?? [];
  const isWhole = others.length === 0 && only?.[1] === last - 1 && tokens[last - 2]?.key === 'as';
  const type = tokens[last - 1]?.key ?? '';
  return isWhole && STATED.has(type) ? type.toUpperCase() : undefined;
}

class TypedQuery {
  readonly #workshop: Pick<Workshop, 'database' | 'presto'>;
  readonly #sql: string;
  readonly #call: EngineCall;
  readonly #tokens: readonly Token[];
  readonly #open: Set<TypeSite>;
  readonly #wrappings: Wrapping[] = [];

  constructor(workshop: Pick<Workshop, 'database' | 'presto'>, sql: string, call: EngineCall) {
    this.#workshop = workshop;
    this.#sql = sql;
    this.#call = call;
    this.#tokens = readTokens(sql);
    this.#open = new Set(findTypeSites(this.#tokens));
  }

  get edited(): EditedText {
    return this.#render(this.#wrappings);
  }

  async settle(): Promise<void> {
    for (;;) {
      const error = await this.#bind(this.edited.text);
      if (error === undefined) break;
      if (!(await this.#settleFailing(error))) return;
    }
    for (const site of [...this.#open]) await this.#settleSite(site);
  }

  /** Undefined when the text binds. */
  async #bind(text: string): Promise<DuckDbError | undefined> {
    const { database, presto } = this.#workshop;
    await presto.addReadings(text);
    try {
      await database.columns(text, this.#call);
      return undefined;
    } catch (error) {
      if (error instanceof DuckDbError) return error;
      throw error;
    }
  }

  /** Settles the site an error points at; false when there is nothing to do about it. */
  async #settleFailing(error: DuckDbError): Promise<boolean> {
    if (!MISMATCH.test(error.report.exception_message)) return false;
    for (const site of this.#sitesAt(error)) if (await this.#settleSite(site)) return true;
    return false;
  }

  /**
   * Open sites, those at the error's place first. The place may be missing, or be that of a NOT in front, so the
   * others follow; one that DuckDB doesn't come to before the error stays open.
   */
  #sitesAt(error: DuckDbError): readonly TypeSite[] {
    const { position } = error.report;
    const { text, toOriginal } = this.edited;
    const index = position === undefined ? -1 : toOriginal(indexOfByte(text, Number(position)));
    const at = this.#tokens.findIndex(({ start, end }) => index >= start && index < end);
    const distance = ({ place, whole: [first, last] }: TypeSite) =>
      place === at ? 0 : at >= first && at <= last ? 1 : 2;
    return [...this.#open].toSorted((a, b) => distance(a) - distance(b));
  }

  /** Puts in what the types at a site ask for; false when that is nothing. */
  async #settleSite(site: TypeSite): Promise<boolean> {
    const types: (string | undefined)[] = [];
    for (const operand of site.operands) types.push(await this.#typeOf(operand, site));
    if (types.some((type) => type === undefined)) return false;
    this.#open.delete(site);
    const wrappings = decide(
      site,
      types.map((type) => type ?? ''),
      this.#tokens,
      this.#sql,
    );
    this.#wrappings.push(...wrappings);
    return wrappings.length > 0;
  }

  /** DuckDB's name for the type of an operand; undefined when the query fails before DuckDB comes to it. */
  async #typeOf(operand: Span, site: TypeSite): Promise<string | undefined> {
    const literal = this.#literalType(operand) ?? statedType(this.#tokens, operand);
    if (literal !== undefined) return literal;
    if (!needsType(site, operand, this.#tokens)) return 'UNKNOWN';
    const probe: Wrapping = { span: operand, opening: `${PROBE}(`, closing: ', 1, 1)' };
    const error = await this.#bind(this.#render([...this.#wrappings, probe]).text);
    const [, type] =
      new RegExp(`^${PROBE}\\((.*), INTEGER_LITERAL, INTEGER_LITERAL\\)$`).exec(error?.report.call ?? '') ??
      [];
    return type;
  }

  /** The type of a number or text written in the query. */
  #literalType([first, last]: Span): string | undefined {
    const token = this.#tokens[first];
    if (first !== last || token === undefined) return undefined;
    if (token.kind === 'text') return 'STRING_LITERAL';
    if (token.kind !== 'number') return undefined;
    if (/[eE]/.test(token.text)) return 'DOUBLE';
    const [, fraction] = token.text.split('.');
    return fraction === undefined ? 'INTEGER_LITERAL' : `DECIMAL(18,${fraction.length})`;
  }

  #render(wrappings: readonly Wrapping[]): EditedText {
    return editText(
      this.#sql,
      wrappings.flatMap((wrapping, order) => this.#edits(wrapping, order)),
    );
  }

  #edits({ span: [first, last], opening, closing, operator }: Wrapping, order: number): readonly Edit[] {
    const start = this.#tokens[first]?.start ?? 0;
    const end = this.#tokens[last]?.end ?? 0;
    const length = end - start;
    const replaced = operator === undefined ? undefined : this.#tokens[operator.place];
    return [
      // What ends at a place closes before another opens there. The longest opens first and closes last; of
      // the same length, the one that came last is the outer one.
      { start: end, end, text: closing, rank: length * 1000 + order - CLOSING_RANK },
      { start, end: start, text: opening, rank: CLOSING_RANK - length * 1000 - order },
      ...(replaced === undefined || operator === undefined
        ? []
        : [{ start: replaced.start, end: replaced.end, text: operator.text }]),
    ];
  }
}
