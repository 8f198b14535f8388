import { EVENT_FIELD_NAMES, type EventFieldName } from '../../core/events/fields.ts';
import type { EventLayout } from '../../core/events/layout.ts';
import type { EventIdentifierType } from '../../core/events/read-row.ts';
import type { IdentifierRules } from '../../core/identifiers/types.ts';
import { normalisedSql, preparedSql } from '../audiences/normalise-sql.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { FIRST_VALUE, ROW_MARK, SEPARATOR_CODE } from './packed-rows.ts';

/** One of the query's columns that feeds an identifier. */
export interface IdentifierColumn {
  readonly type: EventIdentifierType;
  /** Where the packed row has it. */
  readonly place: number;
  /** Position in the query's result. */
  readonly column: number;
}

export interface RowPacking {
  /** Gives every row as one BLOB, and behind the last of them one NULL: without it the rows aren't complete. */
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

/**
 * The statement that reads the columns of a layout out of the person's relation (columns `c0`, `c1`, …; used
 * once). Functions are named with their schema, because Presto's come first here.
 *
 * Two kinds of values are brought forward on the engine's side, because it is many times faster, and only where
 * the core's answer is certain to be the same: an e-mail or phone whose normalised form is settled arrives as
 * its SHA-256, which the core passes through; a plain decimal arrives without its zeros at the end.
 */
export function packRows(relation: string, layout: EventLayout, rules: IdentifierRules): RowPacking {
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
  const values = columns.map((column, k) => `c${column}::VARCHAR AS v${k}`);
  return {
    statement: statementOf(relation, values, onlyField, rules),
    layout: mapLayout(layout, place),
    identifiers: IDENTIFIER_FIELDS.flatMap(([field, type]) =>
      layout[field].map((column) => ({ type, place: place(column), column })),
    ),
  };
}

function mapLayout(layout: EventLayout, place: (column: number) => number): EventLayout {
  const mapped: Partial<Record<EventFieldName, readonly number[]>> = {};
  for (const field of EVENT_FIELD_NAMES) mapped[field] = layout[field].map(place);
  return { ...layout, ...mapped };
}

function statementOf(
  relation: string,
  values: readonly string[],
  onlyField: readonly (EventFieldName | undefined)[],
  rules: IdentifierRules,
): string {
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
  const brought = each((field, k) => {
    if (typeOf(field) !== undefined) return `coalesce(system.main.sha256(n${k}), v${k}) AS v${k}`;
    if (field !== 'price' && field !== 'value') return `v${k}`;
    return `CASE WHEN system.main.regexp_full_match(v${k}, ${quoteText(PLAIN_DECIMAL)})
      THEN system.main.rtrim(system.main.rtrim(v${k}, '0'), '.') ELSE v${k} END AS v${k}`;
  });
  const separator = `system.main.chr(${SEPARATOR_CODE})`;
  const mark = quoteText(ROW_MARK);
  const holdsSeparator = onlyField.map((_, k) => `system.main.contains(v${k}, ${separator})`);
  const asJson = `system.main.to_json(system.main.list_value(${[mark, ...onlyField.map((_, k) => `v${k}`)].join(', ')}))::VARCHAR`;
  // concat() writes nothing for NULL.
  const plain = `system.main.concat(${[mark, ...onlyField.flatMap((_, k) => [separator, `v${k}`])].join(', ')})`;
  const packed =
    onlyField.length === 0
      ? mark
      : `CASE WHEN ${holdsSeparator.join(' OR ')} THEN ${asJson} ELSE ${plain} END`;
  const source =
    values.length === 0
      ? `(SELECT 1 FROM ${relation})`
      : `(SELECT ${brought} FROM (SELECT ${normalised} FROM (SELECT ${prepared} FROM (
          SELECT ${values.join(', ')} FROM ${relation}))))`;
  return `SELECT system.main.encode(${packed}) AS packed FROM ${source} UNION ALL SELECT NULL`;
}
