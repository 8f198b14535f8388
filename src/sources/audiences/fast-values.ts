import { UUID_PATTERN } from '../../core/identifiers/device-id.ts';
import { PLACEHOLDER_PATTERNS } from '../../core/identifiers/placeholders.ts';
import type { AudienceIdType, IdentifierRules } from '../../core/identifiers/types.ts';
import { FAST_EMAIL } from './normalise-sql.ts';
import { bytesReadAs, PatternTable, type TablePattern } from './pattern-table.ts';
import { phoneTable } from './phone-table.ts';
import { MESSAGE_BYTES } from './sha256-lanes.ts';
import { CODE } from './value-codes.ts';

/**
 * Normalising byte by byte. It settles the plain majority of values exactly as core/identifiers does and leaves the
 * rest to the core. Every pattern is one that the core or SQL uses too.
 */

/** The core has to decide. */
export const LEFT_OVER = -1;

/**
 * Normalises the text in `bytes` from `from` up to `to`, and writes what is to be hashed, at most MESSAGE_BYTES,
 * into `block` from `at`, whose bytes there are zero. Gives its length times 256 plus the value's code, or LEFT_OVER.
 */
export type FastValue = (
  bytes: Uint8Array,
  from: number,
  to: number,
  block: Uint8Array,
  at: number,
) => number;

/** The fast path of a type of identifier. */
export function fastValue(type: AudienceIdType, rules: IdentifierRules): FastValue {
  switch (type) {
    case 'EMAIL':
      return fastEmail(rules);
    case 'PHONE':
      return fastPhone(rules);
    case 'IDFA':
    case 'AAID':
      return fastDeviceId(type, type === 'IDFA' && rules.idfaCase === 'upper');
  }
}

const SPACE = 0x20;
const PLUS = 0x2b;
const DOT = 0x2e;
const AT = 0x40;
const ZERO = 0x30;

/** Bits of a table's verdict. */
const FITS = 1;
const IS_PLACEHOLDER = 2;
const IS_REFUSED = 4;

const LOWER = bytesReadAs((letter) => letter.toLowerCase());
const UPPER = bytesReadAs((letter) => letter.toUpperCase());

/** What tables have learned of the texts they met serves the next ones: making one takes as long as a small list. */
const tables = new Map<string, PatternTable>();

/** A table of what fits, and of what stands for nobody; the same one for a type and a map every time. */
function tableOf(
  type: AudienceIdType,
  map: Uint8Array,
  fits: string,
  refused: readonly string[] = [],
): PatternTable {
  const name = `${type} ${map === UPPER ? 'upper' : ''}`;
  const table = tables.get(name) ?? makeTable(type, map, fits, refused);
  tables.set(name, table);
  return table;
}

function makeTable(
  type: AudienceIdType,
  map: Uint8Array,
  fits: string,
  refused: readonly string[],
): PatternTable {
  const patterns: readonly TablePattern[] = [
    { fits: 'whole', pattern: fits },
    { fits: 'part', pattern: PLACEHOLDER_PATTERNS[type] },
    ...refused.map((pattern) => ({ fits: 'whole', pattern }) as const),
  ];
  const judge = (fitting: ReadonlySet<number>) =>
    [...fitting].reduce((bits, name) => bits | Math.min(1 << name, IS_REFUSED), 0);
  return new PatternTable(patterns, judge, map);
}

const settled = (length: number, verdict: number, marks = 0) =>
  length * 256 + CODE.plain + ((verdict & IS_PLACEHOLDER) === 0 ? 0 : CODE.placeholder) + marks;

function fastEmail({ emailRule }: IdentifierRules): FastValue {
  const table = tableOf('EMAIL', LOWER, FAST_EMAIL);
  return (bytes, from, to, block, at) => {
    let first = from;
    let end = to;
    // Spaces around an address are the one untidiness that is common enough to be taken off here.
    while (first < end && bytes[first] === SPACE) first += 1;
    while (end > first && bytes[end - 1] === SPACE) end -= 1;
    const length = end - first;
    if (length > MESSAGE_BYTES) return LEFT_OVER;
    table.begin();
    table.read(bytes, first, end, block, at);
    const verdict = table.verdict();
    if ((verdict & FITS) === 0) return LEFT_OVER;
    if (emailRule === 'standard') return settled(length, verdict);
    const cut = applyLegacyRule(block, at, length);
    if (block[at] === AT) return LEFT_OVER;
    table.begin();
    table.read(block, at, at + cut, block, at);
    return settled(cut, table.verdict());
  };
}

/** Takes the dots of the local part and what follows its `+` away, where they are; gives the length that is left. */
function applyLegacyRule(block: Uint8Array, at: number, length: number): number {
  let kept = at;
  let isLocal = true;
  let isCut = false;
  for (let place = at; place < at + length; place += 1) {
    const byte = block[place] ?? 0;
    if (byte === AT) isLocal = false;
    if (isLocal && byte === PLUS) isCut = true;
    if (isLocal && (isCut || byte === DOT)) continue;
    block[kept] = byte;
    kept += 1;
  }
  block.fill(0, kept, at + length);
  return kept - at;
}

/** Shorter and longer ones have rules of their own. */
const SHORTEST_PHONE = 4;
const LONGEST_PHONE = 40;

function fastPhone(rules: IdentifierRules): FastValue {
  const { table, rewrites } = phoneTable(rules);
  const placeholders = tableOf('PHONE', LOWER, '\\+');
  const digits = new Uint8Array(LONGEST_PHONE + 1);
  const dropped = rules.phoneRule === 'plus' ? 0 : 1;
  return (bytes, from, to, block, at) => {
    if (to - from < SHORTEST_PHONE || to - from > LONGEST_PHONE) return LEFT_OVER;
    let last = to - 1;
    while (last > from && bytes[last] === ZERO) last -= 1;
    // A whole number that a spreadsheet turned into a fraction; taking the zeros off is left to the core.
    if (bytes[last] === DOT) return LEFT_OVER;
    table.begin();
    const count = table.read(bytes, from, to, digits, 0);
    const rewrite = rewrites[table.verdict()];
    if (rewrite === undefined) return LEFT_OVER;
    const { add, cut } = rewrite;
    placeholders.begin();
    const front = placeholders.read(add, Math.min(dropped, add.length), add.length, block, at);
    const skipped = cut + (add.length === 0 ? dropped : 0);
    const length = placeholders.read(digits, skipped, count, block, front) - at;
    const isRewritten = add.length > 0 || count !== to - from;
    const verdict = placeholders.verdict();
    return settled(length, verdict, isRewritten ? CODE.rewritten : 0);
  };
}

/** Opted-out devices all have it. */
const NO_DEVICE = '00000000-0000-0000-0000-000000000000';

function fastDeviceId(type: 'IDFA' | 'AAID', isUpper: boolean): FastValue {
  const table = tableOf(type, isUpper ? UPPER : LOWER, UUID_PATTERN, [NO_DEVICE]);
  return (bytes, from, to, block, at) => {
    const length = to - from;
    if (length !== NO_DEVICE.length) return LEFT_OVER;
    table.begin();
    table.read(bytes, from, to, block, at);
    const verdict = table.verdict();
    return (verdict & (FITS | IS_REFUSED)) === FITS ? settled(length, verdict) : LEFT_OVER;
  };
}
