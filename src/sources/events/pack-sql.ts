import { EVENT_FIELD_NAMES, type EventFieldName } from '../../core/events/fields.ts';
import type { EventLayout } from '../../core/events/layout.ts';
import type { EventIdentifierType } from '../../core/events/read-row.ts';
import type { EventSettings } from '../../core/events/settings.ts';
import { HASHES_OF_NOTHING, SHA256_PATTERN } from '../../core/identifiers/hash.ts';
import { TRIM_CLASS_RE2 } from '../../core/identifiers/text.ts';
import type { IdentifierRules } from '../../core/identifiers/types.ts';
import { normalisedSql, preparedSql } from '../audiences/normalise-sql.ts';
import { isOneOf, quoteText } from '../duckdb/sql-text.ts';
import type { PersonQuery } from '../query/person-query.ts';
import { FIRST_VALUE, ROW_MARK, SEPARATOR_CODE } from './packed-rows.ts';
import { GIVEN_LENGTH } from './ready-row.ts';
import { isSomething, READY_NUMBERS, readySql } from './ready-sql.ts';

/** One of the query's columns that feeds an identifier. */
export interface IdentifierColumn {
  readonly type: EventIdentifierType;
  /** Where the packed row has it. */
  readonly place: number;
  /** Position in the query's result. */
  readonly column: number;
}

export interface RowPacking {
  /** Gives the columns of the table `read`, see EventIndex, a row for each of the relation, in its order. */
  readonly statement: string;
  /** The layout, over packed rows. */
  readonly layout: EventLayout;
  readonly identifiers: readonly IdentifierColumn[];
}

const IDENTIFIER_FIELDS = [
  ['email', 'EMAIL'],
  ['phone', 'PHONE'],
  ['external_id', 'EXTERNAL_ID'],
] as const satisfies readonly (readonly [EventFieldName, EventIdentifierType])[];

/**
 * A number with a dot that may end in zeros, short enough that the core reads it as it stands. Without those
 * zeros it is the same number, and one that the core needn't hand to its decimal library.
 */
const PLAIN_DECIMAL = '(?:0|[1-9][0-9]{0,14})\\.[0-9]{1,29}';

/** Identifier columns that a row's 32 flags tell apart; with more of them no row is ready. */
const MAXIMUM_FLAGS = 31;

/** Hashes of texts are compared as numbers that a DOUBLE counts exactly. */
const EXACT_NUMBERS = 9_007_199_254_740_881;

/**
 * The statement that reads the columns of a layout out of the person's relation (columns `c0`, `c1`, …; used
 * once). `take` names the function of RowTaker, which gets the text of each row: the event of a ready one, the
 * values of any other. Functions are named with their schema, because Presto's come first here.
 *
 * The engine's side is many times faster, so it does what it can, and only where the core's answer is certain to
 * be the same:
 * - an e-mail or phone whose normalised form is settled arrives as its SHA-256, which the core passes through; a
 *   plain decimal arrives without its zeros at the end;
 * - a row that makes a plain event by itself brings the event instead of its values; see readySql.
 */
export function packRows(
  query: Pick<PersonQuery, 'relation' | 'texts'>,
  layout: EventLayout,
  settings: EventSettings,
  take: string,
): RowPacking {
  const fieldsOf = new Map<number, EventFieldName[]>();
  for (const field of EVENT_FIELD_NAMES) {
    for (const column of layout[field]) fieldsOf.set(column, [...(fieldsOf.get(column) ?? []), field]);
  }
  const columns = [...fieldsOf.keys()];
  const place = (column: number) => columns.indexOf(column) + FIRST_VALUE;
  // A column that feeds two fields is one text to both.
  const onlyField = columns.map((column) => {
    const fields = fieldsOf.get(column) ?? [];
    return fields.length === 1 ? fields[0] : undefined;
  });
  const identifiers = IDENTIFIER_FIELDS.flatMap(([field, type]) =>
    layout[field].map((column) => ({ type, place: place(column), column })),
  );
  const values = columns.map((column, k) => `${query.texts[column] ?? 'NULL'} AS v${k}`);
  const source = broughtForward(query.relation, values, onlyField, settings.rules);
  const nameOf = (prefix: string) => (column: number) => `${prefix}${columns.indexOf(column)}`;
  const hashOf = (column: number) =>
    onlyField[columns.indexOf(column)] === undefined ? 'NULL::VARCHAR' : nameOf('x')(column);
  const ready = readySql(
    judgedClean(source, onlyField),
    {
      values: Object.fromEntries(EVENT_FIELD_NAMES.map((field) => [field, layout[field].map(nameOf('b'))])),
      hashes: {
        email: layout.email.map(hashOf),
        phone: layout.phone.map(hashOf),
        external_id: layout.external_id.map(hashOf),
      },
    },
    identifiers.length <= MAXIMUM_FLAGS ? 'isClean' : 'false',
    settings,
  );
  const texts = identifiers.map(({ column }) => nameOf('b')(column));
  return {
    statement: statementOf(
      ready,
      packedSql(columns.length),
      take,
      identifiers.map(({ column }) => hashOf(column)),
      texts,
    ),
    layout: mapLayout(layout, place),
    identifiers,
  };
}

function mapLayout(layout: EventLayout, place: (column: number) => number): EventLayout {
  const mapped: Partial<Record<EventFieldName, readonly number[]>> = {};
  for (const field of EVENT_FIELD_NAMES) mapped[field] = layout[field].map(place);
  return { ...layout, ...mapped };
}

/**
 * Per column: its value (`b0`, …) and, where it feeds an identifier alone, the hash it settles to (`x0`, …),
 * NULL where the core has to decide.
 */
function broughtForward(
  relation: string,
  values: readonly string[],
  onlyField: readonly (EventFieldName | undefined)[],
  rules: IdentifierRules,
): string {
  if (values.length === 0) return `(SELECT 1 FROM ${relation})`;
  const each = (column: (field: EventFieldName | undefined, k: number) => string) =>
    onlyField.map(column).join(', ');
  const typeOf = (field: EventFieldName | undefined) =>
    field === 'email' ? 'EMAIL' : field === 'phone' ? 'PHONE' : undefined;
  const prepared = each((field, k) => {
    const type = typeOf(field);
    return type === undefined ? `v${k}` : `v${k}, ${preparedSql(type, `v${k}`)} AS p${k}`;
  });
  const normalised = each((field, k) => {
    const type = typeOf(field);
    return type === undefined ? `v${k}` : `v${k}, ${normalisedSql(type, `p${k}`, rules)} AS n${k}`;
  });
  const hashed = each((field, k) =>
    typeOf(field) === undefined ? `v${k}` : `v${k}, system.main.sha256(n${k}) AS h${k}`,
  );
  const brought = each((field, k) => {
    const value = `v${k}`;
    if (typeOf(field) !== undefined) {
      return `coalesce(h${k}, ${value}) AS b${k}, coalesce(h${k}, ${passedHashSql(value)}) AS x${k}`;
    }
    if (field === 'external_id') {
      return `${value} AS b${k}, CASE WHEN system.main.strlen(${value}) = 64 THEN ${passedHashSql(value)}
        WHEN ${isSomething(value)} THEN system.main.sha256(${value}) END AS x${k}`;
    }
    if (field !== 'price' && field !== 'quantity' && field !== 'value') return `${value} AS b${k}`;
    return `CASE WHEN system.main.suffix(${value}, '0') AND system.main.regexp_full_match(${value}, ${quoteText(PLAIN_DECIMAL)})
      THEN system.main.rtrim(system.main.rtrim(${value}, '0'), '.') ELSE ${value} END AS b${k}`;
  });
  return `(SELECT ${brought} FROM (SELECT ${hashed} FROM (SELECT ${normalised} FROM (SELECT ${prepared} FROM (
    SELECT ${values.join(', ')} FROM ${relation})))))`;
}

/** A value that was hashed before it came here, in lowercase; NULL for everything else. */
function passedHashSql(value: string): string {
  return `CASE WHEN system.main.strlen(${value}) = 64
    AND system.main.regexp_full_match(${value}, ${quoteText(SHA256_PATTERN)})
    AND NOT ${isOneOf(`system.main.lower(${value})`, HASHES_OF_NOTHING)} THEN system.main.lower(${value}) END`;
}

const SEPARATOR = `system.main.chr(${SEPARATOR_CODE})`;

// Blank, or a text whose ends aren't space and that JSON writes as it is. The separator is among the spaces.
const CLEAN_END = `[^${TRIM_CLASS_RE2}"\\\\]`;
const CLEAN_VALUE = `(?:${CLEAN_END}(?:[^\\x00-\\x1f"\\\\]*${CLEAN_END})?)?`;

/** Adds `isClean`, as readySql needs it. */
function judgedClean(source: string, onlyField: readonly (EventFieldName | undefined)[]): string {
  if (onlyField.length === 0) return `(SELECT *, false AS isClean FROM ${source})`;
  // Of an e-mail or a phone that is settled there is only the hash.
  const looked = onlyField.map((field, k) =>
    field === 'email' || field === 'phone' ? `CASE WHEN x${k} IS NULL THEN b${k} END` : `b${k}`,
  );
  // As many values as there are columns: none of them holds a separator. concat() writes nothing for NULL.
  const joined = `system.main.concat(${looked.flatMap((value) => [SEPARATOR, value]).join(', ')})`;
  const pattern = `(?:\\x1f${CLEAN_VALUE}){${onlyField.length}}`;
  return `(SELECT *, system.main.regexp_full_match(${joined}, ${quoteText(pattern)}) AS isClean FROM ${source})`;
}

/** The values of a row as one text. */
function packedSql(count: number): string {
  const names = Array.from({ length: count }, (_, k) => `b${k}`);
  const mark = quoteText(ROW_MARK);
  if (count === 0) return mark;
  const holdsSeparator = names.map((name) => `system.main.contains(${name}, ${SEPARATOR})`).join(' OR ');
  const asJson = `system.main.to_json(system.main.list_value(${[mark, ...names].join(', ')}))::VARCHAR`;
  const plain = `system.main.concat(${[mark, ...names.flatMap((name) => [SEPARATOR, name])].join(', ')})`;
  return `CASE WHEN ${holdsSeparator} THEN ${asJson} ELSE ${plain} END`;
}

/** `hashes` and `texts`: of the identifier columns. */
function statementOf(
  ready: string,
  packed: string,
  take: string,
  hashes: readonly string[],
  texts: readonly string[],
): string {
  const filled = hashes
    .slice(0, MAXIMUM_FLAGS)
    .map((hash, bit) => `CASE WHEN ${hash} IS NULL THEN 0 ELSE ${2 ** bit} END`);
  const compared = texts.map(
    (text) => `, (system.main.hash(coalesce(${text}, '')) % ${EXACT_NUMBERS})::DOUBLE`,
  );
  const columns = [
    `${take}(system.main.encode(text), coalesce(keyHigh >> 32, 0)::UINTEGER${compared.join('')}) AS place`,
    `(system.main.strlen(text) - CASE WHEN isReady THEN ${GIVEN_LENGTH} ELSE 0 END)::UINTEGER AS length`,
    'isReady',
    ...READY_NUMBERS.map(([name, type]) => `coalesce(${name}, 0)::${type} AS ${name}`),
    `(${['0', ...filled].join(' + ')})::UINTEGER AS filled`,
  ];
  // Values are only put together where there is no event.
  return `SELECT ${columns.join(', ')} FROM (SELECT *, coalesce(json, ${packed}) AS text FROM ${ready})`;
}
