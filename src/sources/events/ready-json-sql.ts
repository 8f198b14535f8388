import type { EventFieldName } from '../../core/events/fields.ts';
import type { EventSettings } from '../../core/events/settings.ts';
import { quoteText } from '../duckdb/sql-text.ts';

/**
 * The core's eventToJson in SQL, as one concat() of small pieces that leaves out what is NULL. Texts that were put
 * together piece by piece would be copied once for each.
 */

/** The fields that people are known by, and what the lists of their hashes are called in the statement. */
const HASH_LISTS = { email: 'emails', phone: 'phones', external_id: 'externalIds' } as const;

type HashField = keyof typeof HASH_LISTS;

export const HASH_FIELDS = ['email', 'phone', 'external_id'] as const satisfies readonly HashField[];

/** The hash that each identifier column settles to, or NULL. */
export type HashColumns = Readonly<Record<HashField, readonly string[]>>;

/**
 * Columns with the different hashes of a row, in an order of their own; NULL where it has none. Only for fields
 * with several columns: making a list takes time.
 */
export function hashListsSql(hashes: HashColumns): Readonly<Record<string, string>> {
  const several = HASH_FIELDS.filter((field) => hashes[field].length > 1);
  return Object.fromEntries(
    several.map((field) => {
      const columns = hashes[field];
      const isAny = columns.map((column) => `${column} IS NOT NULL`).join(' OR ');
      // list_distinct leaves NULL out.
      const list = `system.main.list_sort(system.main.list_distinct([${columns.join(', ')}]))`;
      return [HASH_LISTS[field], `CASE WHEN ${isAny} THEN ${list} END`];
    }),
  );
}

/** The smallest hash of a field; NULL where there is none. */
export function firstHashSql(field: HashField, columns: readonly string[]): string {
  return columns.length > 1 ? `${HASH_LISTS[field]}[1]` : (columns[0] ?? 'NULL::VARCHAR');
}

/** A member of an object. */
interface Member {
  readonly name: string;
  /** SQL of its value, NULL where there is none. */
  readonly text: string;
  /** What stands around the value. */
  readonly mark: '"' | '';
}

/** The pieces of an object's members, a comma in front of each but the first that is there. */
function membersSql(members: readonly Member[]): readonly string[] {
  return members.flatMap(({ name, text, mark }, index) => {
    const start = `"${name}":${mark}`;
    const before = members.slice(0, index).map((member) => `${member.text} IS NOT NULL`);
    const withComma =
      before.length === 0
        ? quoteText(start)
        : `CASE WHEN ${before.join(' OR ')} THEN ${quoteText(`,${start}`)} ELSE ${quoteText(start)} END`;
    return [whereThere(text, withComma), text, ...(mark === '' ? [] : [whereThere(text, quoteText(mark))])];
  });
}

/** As {@link membersSql}, with a comma in front of each. */
function furtherMembersSql(members: readonly Member[]): readonly string[] {
  return members.flatMap(({ name, text, mark }) => [
    whereThere(text, quoteText(`,"${name}":${mark}`)),
    text,
    ...(mark === '' ? [] : [whereThere(text, quoteText(mark))]),
  ]);
}

const whereThere = (text: string, piece: string) => `CASE WHEN ${text} IS NOT NULL THEN ${piece} END`;

/** One hash as a text, several as a list. */
function hashMember(name: HashField, columns: readonly string[]): Member {
  const [only = 'NULL::VARCHAR'] = columns;
  if (columns.length < 2) return { name, text: only, mark: '"' };
  const list = HASH_LISTS[name];
  const joined = `system.main.array_to_string(${list}, '","')`;
  const text = `CASE WHEN system.main.len(${list}) = 1 THEN '"' || ${list}[1] || '"'
    WHEN ${list} IS NOT NULL THEN '["' || ${joined} || '"]' END`;
  return { name, text, mark: '' };
}

/** The decimals' zeros that needn't be there, and the dot if nothing is left behind it. */
const shortened = (decimal: string) => `system.main.rtrim(system.main.rtrim(${decimal}::VARCHAR, '0'), '.')`;

/**
 * The event of a row that is ready, from the columns of readySql. `has`: whether a column feeds a field; `behind`:
 * what stands behind the event.
 */
export function readyJsonSql(
  hashes: HashColumns,
  has: (field: EventFieldName) => boolean,
  settings: EventSettings,
  behind: string,
): string {
  const given = (fields: readonly (readonly [field: EventFieldName, name: string, mark?: ''])[]) =>
    fields
      .filter(([field]) => has(field))
      .map(([field, name, mark]) => ({ name, text: `r_${field}`, mark: mark ?? ('"' as const) }));
  const user = [
    ...HASH_FIELDS.filter((field) => hashes[field].length > 0).map((field) =>
      hashMember(field, hashes[field]),
    ),
    ...given([
      ['tiktok_click_id', 'ttclid'],
      ['cookie_id', 'ttp'],
      ['ip', 'ip'],
      ['agent', 'user_agent'],
      ['locale', 'locale'],
    ]),
  ];
  const object = (start: string, members: readonly Member[], end: string) => {
    if (members.length === 0) return [];
    const isAny = members.map(({ text }) => `${text} IS NOT NULL`).join(' OR ');
    const around = (piece: string) => `CASE WHEN ${isAny} THEN ${quoteText(piece)} END`;
    return [around(start), ...membersSql(members), around(end)];
  };
  const page = given([
    ['page_url', 'url'],
    ['referrer_url', 'referrer'],
  ]);
  const contents = given([
    ['content_id', 'content_id'],
    ['content_name', 'content_name'],
    ['content_category', 'content_category'],
    ['brand', 'brand'],
    ['price', 'price', ''],
    ['quantity', 'quantity', ''],
  ]);
  const value: Member = { name: 'value', text: `coalesce(r_value, ${shortened('product')})`, mark: '' };
  const limited = settings.eventSource === 'web' && settings.limitedDataUse;
  const pieces = [
    `'{"event":"'`,
    'r_event',
    `'","event_time":'`,
    'seconds::BIGINT',
    `',"event_id":"'`,
    'id',
    `'","user":{'`,
    ...membersSql(user),
    `'}'`,
    ...object(',"page":{', page, '}'),
    `',"properties":{'`,
    ...object('"contents":[{', contents, '}],'),
    `'"content_type":"'`,
    'r_content_type',
    `'","currency":"'`,
    'money::VARCHAR',
    `'"'`,
    ...furtherMembersSql([
      ...(has('value') || (has('price') && has('quantity')) ? [value] : []),
      ...given([
        ['description', 'description'],
        ['order_id', 'order_id'],
        ['shop_id', 'shop_id'],
        ['event_channel', 'event_channel'],
      ]),
    ]),
    limited ? `'},"limited_data_use":true}'` : `'}}'`,
    behind,
  ];
  return `system.main.concat(${pieces.join(', ')})`;
}
