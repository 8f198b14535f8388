import type { Span } from './expression-bounds.ts';
import type { Token } from './tokens.ts';
import type { CastKind, TypeSite } from './type-sites.ts';

/** Text put around an expression, and perhaps in the place of a token. */
export interface Wrapping {
  readonly span: Span;
  readonly opening: string;
  readonly closing: string;
  readonly operator?: { readonly place: number; readonly text: string };
}

export type TypeClass =
  | 'text'
  /** A text written in the query: it is whatever stands beside it. */
  | 'literal'
  | 'whole'
  | 'decimal'
  | 'double'
  | 'date'
  | 'time'
  | 'clock'
  | 'interval'
  | 'boolean'
  | 'other';

/** The class of a type, by DuckDB's name for it. */
export function typeClass(type: string): TypeClass {
  if (type === 'VARCHAR') return 'text';
  if (type === 'STRING_LITERAL') return 'literal';
  if (/^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INTEGER_LITERAL)$/.test(type)) return 'whole';
  if (type.startsWith('DECIMAL')) return 'decimal';
  if (type === 'DOUBLE' || type === 'FLOAT') return 'double';
  if (type === 'DATE') return 'date';
  if (/^TIMESTAMP/.test(type)) return 'time';
  if (type === 'TIME') return 'clock';
  if (type === 'INTERVAL') return 'interval';
  return type === 'BOOLEAN' ? 'boolean' : 'other';
}

/** Whether a text may be read as something else here at all, so that looking for the type is worth it. */
export function needsType(site: TypeSite, operand: Span, tokens: readonly Token[]): boolean {
  // Beside a text in quotes a text stays a text.
  const isBesideText = site.operands.every(
    ([first, last]) =>
      (first === operand[0] && last === operand[1]) || (first === last && tokens[first]?.kind === 'text'),
  );
  return !(isBesideText && site.operands.length > 1 && (site.kind === 'comparison' || site.kind === 'order'));
}

const wrap = (span: Span, name: string): Wrapping => ({ span, opening: `"${name}"(`, closing: ')' });

/** What a text is read as beside a value of a class. */
function readingBeside(other: TypeClass): string | undefined {
  switch (other) {
    case 'whole':
      return 'tada whole';
    case 'decimal':
    case 'double':
      return 'tada number';
    case 'date':
    case 'time':
      return 'tada time';
    case 'boolean':
      return 'tada truth';
    default:
      return undefined;
  }
}

/** What has to be put into the query for the types that meet at a site; see presto/readings.ts. */
export function decide(
  site: TypeSite,
  types: readonly string[],
  tokens: readonly Token[],
  sql: string,
): readonly Wrapping[] {
  const classes = types.map(typeClass);
  const texts = site.operands.filter((_, index) => classes[index] === 'text');
  switch (site.kind) {
    case 'comparison':
      return besideOthers(texts, classes);
    case 'order': {
      const read = besideOthers(texts, classes);
      // Which of two texts is more: as in ORDER BY, numbers in numeric order.
      const areTexts = texts.length === site.operands.length;
      return areTexts ? texts.map((span) => wrap(span, 'tada order')) : read;
    }
    case 'choice': {
      const reading = besideOthers(texts, classes);
      // The result is told to people, so it is a plain number.
      return reading.map(({ span, opening }) =>
        wrap(span, opening === '"tada whole"(' ? 'tada number' : opening.slice(1, -2)),
      );
    }
    case 'sum':
      return decideSum(site, classes, texts);
    case 'total':
      return [...texts.map((span) => wrap(span, 'tada number')), ...total(site, types, tokens)];
    case 'number-function':
      return [...texts.map((span) => wrap(span, 'tada number')), ...sameKind(site, types, tokens)];
    case 'percentile': {
      const decimals = site.operands.filter((_, index) => classes[index] === 'decimal');
      return [
        ...texts.map((span) => wrap(span, 'tada number')),
        ...decimals.map((span) => wrap(span, 'tada double')),
      ];
    }
    case 'product':
      return texts.map((span) => wrap(span, 'tada number'));
    case 'remainder':
      return [...texts.map((span) => wrap(span, 'tada number')), ...divisor(site)];
    case 'quotient':
      return decideQuotient(site, types, classes, texts);
    case 'time-function':
      return texts.map((span) => wrap(span, 'tada time'));
    case 'date-keeping':
      if (classes.includes('date')) return [wrap(site.whole, 'tada date')];
      return texts.map((span) => wrap(span, 'tada time'));
    case 'extreme':
      return texts.flatMap((span) => extreme(site, span, tokens, sql));
    case 'extreme-by':
      return texts.map((span) => wrap(span, 'tada order'));
    case 'date-of':
      // A column without a type may stand for a time, whose day date() takes; a text that is written here can't.
      return only(classes, 'literal') ? site.operands.map((span) => wrap(span, 'tada date text')) : [];
    default:
      return decideCast(site, site.kind, classes, tokens);
  }
}

function only(classes: readonly TypeClass[], ...allowed: readonly TypeClass[]): boolean {
  return classes.every((each) => allowed.includes(each));
}

function besideOthers(texts: readonly Span[], classes: readonly TypeClass[]): readonly Wrapping[] {
  const reading = classes.map(readingBeside).find((found) => found !== undefined);
  return reading === undefined ? [] : texts.map((span) => wrap(span, reading));
}

function decideSum(
  site: TypeSite,
  classes: readonly TypeClass[],
  texts: readonly Span[],
): readonly Wrapping[] {
  const areDates = classes.length === 2 && only(classes, 'date');
  if (areDates) return [wrap(site.whole, 'tada days')];
  if (!classes.includes('interval')) return texts.map((span) => wrap(span, 'tada number'));
  // DuckDB makes a time of a date and an interval, which prints differently.
  if (classes.includes('date')) return [wrap(site.whole, 'tada moved date')];
  return texts.map((span) => wrap(span, 'tada time'));
}

/**
 * Integers divide to integers, and fail for zero. Decimals divide to a decimal of the larger scale. With a
 * DOUBLE, or a text, which never said that it is an integer, the fraction stays.
 */
function decideQuotient(
  site: TypeSite,
  types: readonly string[],
  classes: readonly TypeClass[],
  texts: readonly Span[],
): readonly Wrapping[] {
  const read = texts.map((span) => wrap(span, 'tada number'));
  if (classes.every((each) => each === 'whole')) return divisor(site);
  const isDouble = texts.length > 0 || classes.includes('double') || classes.includes('literal');
  const isNumber = classes.every((each) => ['text', 'literal', 'whole', 'decimal', 'double'].includes(each));
  if (!isNumber) return read;
  const operator = { place: site.place, text: ',' };
  if (isDouble) return [...read, { ...wrap(site.whole, 'tada quotient'), operator }];
  const [dividend = 0, divisorScale = 0] = types.map(scaleOf);
  const scale = Math.max(dividend, divisorScale);
  const shift = `1${'0'.repeat(scale + divisorScale - dividend)}`;
  const closing = `, CAST(${shift} AS HUGEINT), ${unitOf(scale)})`;
  return [{ ...wrap(site.whole, 'tada decimal quotient'), closing, operator }];
}

/** 2 for DECIMAL(10,2). */
function scaleOf(type: string): number {
  return Number(/^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type)?.[1] ?? 0);
}

/** 0.01 for 2. */
function unitOf(scale: number): string {
  return scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
}

/** `avg(x)` of decimals → `"tada average"(avg(x), 2)`; a total of REAL is REAL. */
function total(
  { place, whole }: TypeSite,
  [type = '']: readonly string[],
  tokens: readonly Token[],
): readonly Wrapping[] {
  if (type === 'FLOAT') return [wrap(whole, 'tada real')];
  if (typeClass(type) !== 'decimal' || tokens[place]?.key !== 'avg') return [];
  return [{ span: whole, opening: '"tada average"(', closing: `, ${scaleOf(type)})` }];
}

/** Functions whose result has the type of what they are given, where DuckDB's has another. */
function sameKind(
  { place, operands, whole }: TypeSite,
  [type = '']: readonly string[],
  tokens: readonly Token[],
): readonly Wrapping[] {
  const [value] = operands;
  if (value === undefined) return [];
  const kind = typeClass(type);
  switch (tokens[place]?.key) {
    case 'floor':
    case 'ceil':
    case 'ceiling':
      return kind === 'whole' ? [wrap(value, 'tada exact'), wrap(whole, 'tada integer')] : [];
    case 'sign':
      return kind === 'double' || kind === 'text' ? [wrap(whole, 'tada double')] : [];
    case 'round': {
      if (kind !== 'decimal' || operands.length !== 2) return [];
      return [{ span: whole, opening: '"tada scaled"(', closing: `, ${unitOf(scaleOf(type))})` }];
    }
    default:
      return [];
  }
}

function divisor({ operands }: TypeSite): readonly Wrapping[] {
  return operands.slice(1).map((span) => wrap(span, 'tada divisor'));
}

const ofText = (name: string) => ({ text: name, literal: name });

/** How a value of a class is read by a cast; see presto/cast-readings.ts. */
const CAST_READINGS: Readonly<Record<CastKind, Partial<Record<TypeClass, string>>>> = {
  'cast-to-whole': { ...ofText('tada digits'), double: 'tada rounded' },
  'cast-to-double': ofText('tada double text'),
  'cast-to-decimal': { ...ofText('tada decimal text'), double: 'tada printed' },
  'cast-to-text': {
    double: 'tada scientific',
    time: 'tada time text',
    clock: 'tada clock value',
    interval: 'tada interval text',
  },
  'cast-to-truth': ofText('tada truth word'),
  'cast-to-date': ofText('tada date text'),
  'cast-to-time': ofText('tada clock text'),
  'cast-to-moment': ofText('tada moment text'),
  'cast-to-clock': ofText('tada hour text'),
};

/** `CAST(2.5e0 AS bigint)` → `CAST("tada rounded"(2.5e0) AS bigint)` */
function decideCast(
  site: TypeSite,
  kind: CastKind,
  [value]: readonly TypeClass[],
  tokens: readonly Token[],
): readonly Wrapping[] {
  const [span] = site.operands;
  if (span === undefined || value === undefined) return [];
  const name = CAST_READINGS[kind][value];
  const read = name === undefined ? [] : [wrap(span, name)];
  const length = kind === 'cast-to-text' ? lengthOf(site, tokens) : undefined;
  if (length === undefined || value === 'text' || value === 'literal') return read;
  // Only a text is cut; of a number half the digits would be another number.
  const fitting = tokens[site.place]?.key === 'try_cast' ? 'tada fitting or nothing' : 'tada fitting';
  return [...read, { span, opening: `"${fitting}"(`, closing: `, ${length})` }];
}

/** 3 in `CAST(x AS varchar(3))` */
function lengthOf({ whole: [, end] }: TypeSite, tokens: readonly Token[]): string | undefined {
  return tokens[end - 1]?.text === ')' ? tokens[end - 2]?.text : undefined;
}

/** `min(x)` → `arg_min(x, "tada order"(x))` */
function extreme(site: TypeSite, span: Span, tokens: readonly Token[], sql: string): readonly Wrapping[] {
  const text = sql.slice(tokens[span[0]]?.start, tokens[span[1]]?.end);
  const name = tokens[site.place]?.key;
  return [
    {
      span,
      opening: '',
      closing: `, "tada order"(${text})`,
      operator: { place: site.place, text: `arg_${name}` },
    },
  ];
}
