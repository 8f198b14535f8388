import { AGGREGATE_CASES } from './dialect/aggregate-cases.ts';
import { COLLECTION_CASES } from './dialect/collection-cases.ts';
import type { DialectGroup, Otherwise } from './dialect/dialect-group.ts';
import { NUMBER_CASES } from './dialect/number-cases.ts';
import { TEXT_CASES } from './dialect/text-cases.ts';
import { TIME_CASES } from './dialect/time-cases.ts';

/** One expression of Presto, and what every engine that speaks Presto has to make of it. */
export interface DialectCase {
  /** The function, or the operator, that the case is about. */
  readonly function: string;
  /** An expression that needs no table: `SELECT` in front of it is enough. Times are in UTC. */
  readonly sql: string;
  /** The result cast to VARCHAR; null is NULL. */
  readonly expected: string | null;
  /** The real server that gives something else; PrestoDB and Trino don't always agree. */
  readonly otherwise: Otherwise;
}

/** The cases by what they are about, in the order they are shown. */
export const DIALECT_GROUPS: Readonly<Record<string, DialectGroup>> = {
  'Text, regular expressions and bytes': TEXT_CASES,
  'Numbers and choices': NUMBER_CASES,
  'Dates and times': TIME_CASES,
  'Arrays, maps, JSON and URLs': COLLECTION_CASES,
  Aggregates: AGGREGATE_CASES,
};

export const DIALECT_CASES: readonly DialectCase[] = Object.values(DIALECT_GROUPS).flatMap((group) =>
  Object.entries(group).flatMap(([name, cases]) =>
    cases.map(([sql, expected, otherwise = {}]) => ({ function: name, sql, expected, otherwise })),
  ),
);
