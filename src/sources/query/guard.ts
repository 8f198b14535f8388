import { nearestName } from '../../core/detection/nearest-name.ts';
import { queryFailed } from '../engine-errors.ts';
import { refusedFunction } from './refused-functions.ts';
import { isNode, type ParsedSql, type TreeNode, type TreeValue, walk } from './syntax-tree.ts';

/**
 * The allow-list for the person's SQL. DuckDB's own settings are not enough: with all of them set, a query
 * could still overwrite a source file (COPY), abort the process (enable_logging) or hide SQL from any filter
 * (query). So the parse tree is checked as well, and the settings stay as a second wall.
 */

const ALLOWED_TABLE_FUNCTIONS = new Set(['unnest', 'generate_series', 'range']);

/** Parts of FROM that can't reach anything but the given tables. */
const ALLOWED_TABLES = new Set([
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'EXPRESSION_LIST',
  'EMPTY',
  'TABLE_FUNCTION',
  'CTE',
]);

/** Every kind of FROM part that DuckDB's parser knows, so that they can be told from other nodes. */
const TABLE_KINDS = new Set([
  ...ALLOWED_TABLES,
  'SHOW_REF',
  'PIVOT',
  'COLUMN_DATA',
  'DELIM_GET',
  'BOUND_TABLE_REF',
  'CROSS_PRODUCT',
  'POSITIONAL_JOIN',
  'INVALID',
]);

const ALLOWED_STATEMENTS = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE']);

/** Functions that run SQL, read settings or the system, write, or only delay. */
const DENIED_FUNCTIONS = [
  /^query(_table)?$/,
  /^write_log$/,
  /^current_setting$/,
  /^set_config$/,
  /^getvariable$/,
  /^getenv$/,
  /^sleep_ms$/,
  /^(next|curr)val$/,
  /^json_(de)?serialize_(sql|plan)$/,
  /^json_execute_serialized_sql$/,
  /^current_(query|query_id|connection_id|transaction_id|catalog|database|schemas?|role|user)$/,
  /^(session_)?user$/,
  /^version$/,
  /^txid_current$/,
  /^setseed$/,
  /^pg_/,
  /^duckdb_/,
  /^pragma_/,
  /^inet_/,
  /^has_\w+_privilege$/,
  /^parse_duckdb_log_message$/,
  /^error$/,
  /^read_/,
  /^__internal/,
  /^(enable|disable)_/,
  /^(force_)?checkpoint$/,
  /^in_search_path$/,
  /^st_/,
];

/** Where DuckDB and this engine keep tables of their own. */
const RESERVED_NAME = /^(duckdb_|pragma_|sqlite_|pg_|information_schema|reject_)/i;

/** Makes an error that points at a byte of the query. */
export type ProblemAt = (byte: number | undefined, problem: string, hint: string) => Error;

export interface GuardedSql {
  readonly statement: TreeNode;
  /** Given tables the query reads, in lowercase. */
  readonly tables: ReadonlySet<string>;
}

/**
 * Lets one SELECT through that reads nothing but the given tables; rejects everything else with kind
 * `query-failed`. Syntax errors are not its business: the caller reports them with their place.
 */
export function guardSql(parsed: ParsedSql, given: readonly string[], problemAt: ProblemAt): GuardedSql {
  if ('problem' in parsed) throw refused('Only a SELECT statement can be used here.');
  const [statement] = parsed.statements;
  if (statement === undefined) throw refused('There is no statement in the query.');
  if (parsed.statements.length > 1) throw refused('A query is one SELECT statement; this one has several.');
  const allowed = new Set(given.map((name) => name.toLowerCase()));
  const used = new Set<string>();
  const commonNames = new Set<string>();
  const nodes = [...walk(statement)];
  for (const node of nodes) for (const name of commonTableNames(node)) commonNames.add(name.toLowerCase());
  for (const node of nodes) {
    const table = checkTable(node, allowed, commonNames, given);
    if (table !== undefined) used.add(table);
    checkExpression(node, problemAt);
    checkMeaning(node, problemAt);
  }
  return { statement, tables: used };
}

function refused(problem: string): Error {
  return queryFailed(problem, 'Change the query: it may only read the tables that were given to it.');
}

function commonTableNames(node: TreeNode): readonly string[] {
  const map = node.cte_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return [];
  const entries = (map as TreeNode).map;
  if (!Array.isArray(entries)) return [];
  const names = entries.map((entry) => String((entry as TreeNode).key));
  for (const name of names) {
    if (RESERVED_NAME.test(name))
      throw refused(`The name ${name} is reserved; call that part of the query otherwise.`);
  }
  return names;
}

/** Gives the name of a given table that the node reads. */
function checkTable(
  node: TreeNode,
  allowed: ReadonlySet<string>,
  commonNames: ReadonlySet<string>,
  given: readonly string[],
): string | undefined {
  const kind = node.type;
  if (typeof kind !== 'string') return undefined;
  if (kind.endsWith('_NODE') && 'modifiers' in node && !ALLOWED_STATEMENTS.has(kind)) {
    throw refused(`The query has a part that can't be used here (${kind}).`);
  }
  if (typeof node.sample === 'object' && node.sample !== null) {
    throw refused('TABLESAMPLE means something else on this engine; filter or limit the rows instead.');
  }
  // Expressions have a class, parts of FROM have none.
  if ('class' in node || !TABLE_KINDS.has(kind)) return undefined;
  if (!ALLOWED_TABLES.has(kind))
    throw refused(`The query reads from something that isn't a table (${kind}).`);
  if (kind === 'TABLE_FUNCTION') {
    const call = node.function as TreeNode;
    const name = String(call.function_name);
    if (call.class !== 'FUNCTION' || !ALLOWED_TABLE_FUNCTIONS.has(name.toLowerCase())) {
      throw refused(`${name}() can't be read from: only tables, unnest and sequence-like functions can.`);
    }
    return undefined;
  }
  if (kind !== 'BASE_TABLE') return undefined;
  const name = String(node.table_name);
  if (node.schema_name !== '' || node.catalog_name !== '') {
    const path = [node.catalog_name, node.schema_name, name].filter((part) => part !== '').join('.');
    throw refused(`${path} isn't one of the given tables; write the table's name alone.`);
  }
  const lower = name.toLowerCase();
  if (allowed.has(lower)) return lower;
  if (commonNames.has(lower)) return undefined;
  if (/[/\\.:*?]/.test(name)) throw refused('A query can read the given tables only, no files.');
  const meant = nearestName(name, given);
  throw queryFailed(
    `The table ${name} doesn't exist${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    `The tables of this query: ${given.join(', ')}.`,
  );
}

function placeOf(node: TreeNode): number | undefined {
  return typeof node.query_location === 'number' && node.query_location >= 0
    ? node.query_location
    : undefined;
}

function checkExpression(node: TreeNode, problemAt: ProblemAt): void {
  if (node.class === 'PARAMETER')
    throw refused('The query has a parameter, and there is nothing to fill it with.');
  const [column] = Array.isArray(node.column_names) ? node.column_names : [];
  if (
    node.class === 'COLUMN_REF' &&
    /^(?:current_(?:user|role|catalog|schema)|session_user)$/i.test(String(column))
  ) {
    throw refused(`${String(column)} can't be used in a query here.`);
  }
  if (typeof node.function_name !== 'string') return;
  const name = node.function_name.toLowerCase();
  // Built-in names are written alone; a schema in front would go round the functions that stand in for them.
  const schema = typeof node.schema === 'string' ? node.schema : '';
  const catalog = typeof node.catalog === 'string' ? node.catalog : '';
  const isParsersOwn = catalog === '' && (schema === '' || schema === 'main');
  if (!isParsersOwn) throw refused(`${schema}.${name}: functions are called by their name alone.`);
  if (DENIED_FUNCTIONS.some((denied) => denied.test(name)))
    throw refused(`${name}() can't be used in a query here.`);
  const unavailable = refusedFunction(name);
  if (unavailable !== undefined) throw problemAt(placeOf(node), unavailable.problem, unavailable.hint);
}

const ZONE_FUNCTIONS = new Set(['timezone', 'at_timezone']);

/** Functions that only look at the calendar and the clock of a time in another zone. */
const CALENDAR_FUNCTIONS = new Set(
  (
    'date year quarter month week week_of_year day day_of_month day_of_week dow day_of_year doy year_of_week yow hour ' +
    'minute second millisecond date_part'
  ).split(' '),
);

/**
 * Things that would come out differently. A time in another zone is the same moment for Presto, but here
 * its wall clock, so only its date and its parts may be asked for. CAST of JSON to text keeps the quotes of a JSON
 * text here. And json_parse() puts the keys of objects in order, which json_format() and comparisons would show.
 */
function checkMeaning(node: TreeNode, problemAt: ProblemAt): void {
  const name = typeof node.function_name === 'string' ? node.function_name.toLowerCase() : '';
  const isCast = node.class === 'CAST';
  const target = isCast ? String((node.cast_type as TreeNode).id) : '';
  const isCalendar = CALENDAR_FUNCTIONS.has(name) || name === 'tada time' || target === 'DATE';
  for (const child of childrenOf(node)) {
    const called = typeof child.function_name === 'string' ? child.function_name.toLowerCase() : '';
    if (ZONE_FUNCTIONS.has(called) && !isCalendar) {
      throw problemAt(
        placeOf(child),
        'a time in another zone can only be used for its date or its parts here',
        "Such as CAST(x AT TIME ZONE 'America/New_York' AS DATE).",
      );
    }
    if (called === 'json_parse' && (name === 'json_format' || node.class === 'COMPARISON')) {
      throw problemAt(
        placeOf(child),
        'json_parse() orders the keys of objects, which is not done here',
        "json_format(json_extract(x, '$')) keeps their order, here and on a server.",
      );
    }
    if (isCast && target === 'VARCHAR' && (called === 'json_extract' || called === 'json_parse')) {
      throw problemAt(
        placeOf(child),
        `CAST of ${called}() to VARCHAR is not done here`,
        'json_extract_scalar gives the text.',
      );
    }
  }
}

/** The nodes right below a node, through lists and through parts that are no expressions themselves. */
function* childrenOf(node: TreeNode): Generator<TreeNode> {
  for (const value of Object.values(node)) yield* expressionsIn(value);
}

function* expressionsIn(value: TreeValue): Generator<TreeNode> {
  if (Array.isArray(value)) {
    for (const item of value as readonly TreeValue[]) yield* expressionsIn(item);
  } else if (isNode(value)) {
    if (typeof value.class === 'string') yield value;
    else yield* childrenOf(value);
  }
}
