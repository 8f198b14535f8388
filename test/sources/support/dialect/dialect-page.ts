import { REFUSED_FUNCTIONS } from '../../../../src/sources/query/refused-functions.ts';
import { DIALECT_GROUPS } from '../dialect-cases.ts';
import { FAILS, type Otherwise } from './dialect-group.ts';
import { REFUSED_CASES } from './refused-cases.ts';

/** What DuckDB makes of an expression by itself: a text, NULL, or undefined where it fails. */
export type OwnResult = (sql: string) => string | null | undefined;

/** The page about the dialect, made of the cases that the tests run. */
export function dialectPage(ownResult: OwnResult): string {
  const groups = Object.entries(DIALECT_GROUPS).flatMap(([title, group]) => [
    `## ${title}`,
    '',
    '| function | example | result | the engine alone | a server that differs |',
    '|---|---|---|---|---|',
    ...Object.entries(group).flatMap(([name, cases]) =>
      cases.map(([sql, expected, otherwise = {}], index) => {
        const own = ownResult(sql);
        const alone = own === expected ? 'the same' : own === undefined ? 'fails' : result(own);
        return `| ${index === 0 ? code(name) : ''} | ${code(sql)} | ${result(expected)} | ${alone} | ${different(otherwise)} |`;
      }),
    ),
    '',
  ]);
  const refused = REFUSED_FUNCTIONS.map(({ name, instead }) =>
    instead === undefined ? code(name) : `${code(name)} (${cell(instead.replace(/\.$/, ''))})`,
  );
  return [
    '# The Presto dialect on files',
    '',
    'Queries over files are written as for Presto and run on an embedded DuckDB. Where the two disagree, Presto is',
    'right: the query is rewritten, or a function of tada stands in for the engine’s own. What can’t be made right',
    'is refused by name before anything runs. On a Trino source the query is sent as it is, and none of this applies.',
    '',
    'Every line below is a test, and was asked of a real PrestoDB 0.287 and a real Trino 435. What both agree on holds',
    'here; where they disagree, PrestoDB’s result does, as a rule, and the last column names the one that differs. The column before it is',
    'what the engine alone would have made of the example: another result, or none at all where it lacks one of the',
    'functions. The page is made by the tests as well; after a change write it anew with',
    '`npx vitest run --config test/vitest.config.ts test/sources/dialect-page.test.ts -u`.',
    '',
    ...groups,
    '## Texts that stand for numbers and times',
    '',
    'CSV, JSON and Excel files have no types here, so that phone numbers and ids keep their text. Where a query needs',
    'a number or a time (beside an operator, in a comparison, in ORDER BY) the text is read as one, there and only',
    'there; a text that is none fails the query, as it would in Presto. Parquet and DuckDB files keep their types.',
    'Times without a zone are UTC.',
    '',
    'A CAST takes what PrestoDB’s takes and no more: `2020-01-02` is a date; `2020/01/02`, and a date with a time behind it,',
    'are none, and TRY_CAST makes NULL of them. For a column with times write `date(x)`, which takes their day here and on a',
    'server whose column is a timestamp. A moment with another offset than UTC has its date and hour in UTC here once it is a',
    'column of a subquery, and those of its offset on a server.',
    '',
    '## What still differs',
    '',
    '- `a[n]` outside an array, and `m[k]` for a key that a map lacks, give NULL here and fail on a server; `element_at` gives',
    '  NULL on both.',
    '- NaN is equal to itself here; so are arrays and rows that hold a NULL, and JSON values are compared as texts.',
    '- `$` in a regular expression is the end of the text here; a server also takes a line end at the end for it. `\\b` and `\\w`',
    '  know ASCII letters only here.',
    '- `date_parse` takes blanks around the text here. A sum of BIGINT that is too large fails on a server.',
    '- `approx_percentile` is exact here; a server guesses once there are many values.',
    '',
    '## Refused',
    '',
    '| example | what is said |',
    '|---|---|',
    ...REFUSED_CASES.map(([sql, said]) => `| ${code(sql)} | ${cell(said)} |`),
    '',
    'Functions of Presto that are not available on files, with what to write instead where there is something:',
    '',
    `${refused.join(', ')}.`,
    '',
  ].join('\n');
}

const SERVER_NAMES = { presto: 'PrestoDB', trino: 'Trino' } as const;

function different(otherwise: Otherwise): string {
  return (['presto', 'trino'] as const)
    .flatMap((server) => {
      const said = otherwise[server];
      if (said === undefined) return [];
      return [`${SERVER_NAMES[server]}: ${said === FAILS ? 'fails' : result(said)}`];
    })
    .join(', ');
}

function result(value: string | null): string {
  if (value === null) return 'NULL';
  return value === '' ? 'the empty text' : code(value);
}

/** Characters that can't be seen are written as SQL's readers know them. */
function code(text: string): string {
  const seen = text.replaceAll('\n', '\\n').replaceAll('\t', '\\t').normalize('NFC');
  return `\`${cell(seen)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
