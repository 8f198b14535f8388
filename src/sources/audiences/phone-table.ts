import type { IdentifierRules } from '../../core/identifiers/types.ts';
import { bytesReadAs, PatternTable, type TablePattern } from './pattern-table.ts';
import {
  type PhoneArm,
  type PhoneOutcome,
  type PhoneRewrite,
  type PhoneTest,
  phoneArms,
} from './phone-arms.ts';

/** Phone numbers in a table: {@link phoneArms} as one automaton. */
export interface PhoneTable {
  /** Its verdict is the place of a rewrite; 0 leaves the number to the library. */
  readonly table: PatternTable;
  readonly rewrites: readonly (PhoneTableRewrite | undefined)[];
}

/** {@link PhoneRewrite} with what is added as bytes. */
export interface PhoneTableRewrite {
  readonly add: Uint8Array;
  readonly cut: number;
}

const encoder = new TextEncoder();

/** Without the separators that people write most. */
const DIGITS = bytesReadAs((character) => (' ().-'.includes(character) ? '' : character));

/** Tables of the countries that were asked for last; a large one takes some megabytes. */
const tables = new Map<string | undefined, PhoneTable>();
const TABLES_KEPT = 4;

/** The table for numbers of a default country, with what it has learned of those it met. */
export function phoneTable({ defaultCountry }: Pick<IdentifierRules, 'defaultCountry'>): PhoneTable {
  const table = tables.get(defaultCountry) ?? makeTable({ defaultCountry });
  tables.delete(defaultCountry);
  tables.set(defaultCountry, table);
  for (const oldest of [...tables.keys()].slice(0, -TABLES_KEPT)) tables.delete(oldest);
  return table;
}

function makeTable(rules: Pick<IdentifierRules, 'defaultCountry'>): PhoneTable {
  const arms = phoneArms(rules);
  const patterns: TablePattern[] = [];
  const names = new Map<string, number>();
  for (const pattern of arms.flatMap(patternsOfArm)) {
    const key = keyOf(pattern);
    if (!names.has(key)) names.set(key, patterns.push(pattern) - 1);
  }
  const rewrites: (PhoneTableRewrite | undefined)[] = [undefined];
  const places = new Map<string, number>();
  const placeOf = ({ add, cut }: PhoneRewrite): number => {
    const key = `${add} ${cut}`;
    const place = places.get(key) ?? rewrites.push({ add: encoder.encode(add), cut }) - 1;
    places.set(key, place);
    return place;
  };
  const judge = (fitting: ReadonlySet<number>): number => {
    const fits = (pattern: TablePattern) => fitting.has(names.get(keyOf(pattern)) ?? -1);
    const rewrite = decide(arms, fits);
    return rewrite === undefined ? 0 : placeOf(rewrite);
  };
  return { table: new PatternTable(patterns, judge, DIGITS), rewrites };
}

function keyOf({ fits, pattern }: TablePattern): string {
  return `${fits} ${pattern}`;
}

function patternsOfArm({ when, outcome }: PhoneArm): readonly TablePattern[] {
  const inside = outcome === undefined || 'add' in outcome ? [] : outcome.flatMap(patternsOfArm);
  return [...patternsOf(when), ...inside];
}

function patternsOf(test: PhoneTest): readonly TablePattern[] {
  switch (test.kind) {
    case 'not':
      return patternsOf(test.of);
    case 'all':
    case 'any':
      return test.of.flatMap(patternsOf);
    default:
      return [patternOf(test)];
  }
}

function patternOf(test: Extract<PhoneTest, { kind: 'whole' | 'front' | 'literal' }>): TablePattern {
  return test.kind === 'literal'
    ? { fits: 'front', pattern: test.text.replace('+', '\\+') }
    : { fits: test.kind, pattern: test.pattern };
}

function decide(outcome: PhoneOutcome, fits: (pattern: TablePattern) => boolean): PhoneRewrite | undefined {
  if (outcome === undefined || 'add' in outcome) return outcome;
  return decide(outcome.find(({ when }) => holds(when, fits))?.outcome, fits);
}

function holds(test: PhoneTest, fits: (pattern: TablePattern) => boolean): boolean {
  switch (test.kind) {
    case 'not':
      return !holds(test.of, fits);
    case 'all':
      return test.of.every((each) => holds(each, fits));
    case 'any':
      return test.of.some((each) => holds(each, fits));
    default:
      return fits(patternOf(test));
  }
}
