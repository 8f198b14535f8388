import { checkEventName } from '../../core/events/event-names.ts';
import { EVENT_FIELD_NAMES, type EventFieldName } from '../../core/events/fields.ts';
import type { EventDay, StagedEvents } from '../../core/events/plan.ts';
import type { EventIdentifierType } from '../../core/events/read-row.ts';
import type { EventSource } from '../../core/events/settings.ts';
import { maskValue } from '../../core/identifiers/mask.ts';
import type { RejectReason } from '../../core/identifiers/types.ts';
import type { EngineCall } from '../../core/ports/engine.ts';
import type { Database, Row } from '../duckdb/database.ts';
import { fromLimbSums, LIMB_EXPONENTS } from './decimal-limbs.ts';
import { currencyOf, FLAG, reasonState, SENDABLE, stateReason } from './event-records.ts';

/** Names that are listed; beyond that they are no names of kinds of events. */
const LISTED_NAMES = 1000;
const LISTED_UNKNOWN_NAMES = 10;
/** Days times currencies; TikTok takes events of the last 28 days unless told otherwise. */
const LISTED_DAYS = 400;
const DAY_SECONDS = 86_400;
const SHOWN_NAME = 60;

export const IDENTIFIER_FLAGS = [
  ['EMAIL', FLAG.email],
  ['PHONE', FLAG.phone],
  ['EXTERNAL_ID', FLAG.externalId],
] as const satisfies readonly (readonly [EventIdentifierType, number])[];

/** What the `finished` events add up to. */
export type EventTotals = Pick<
  StagedEvents,
  | 'events'
  | 'rejected'
  | 'names'
  | 'unknownNames'
  | 'values'
  | 'days'
  | 'time'
  | 'identifiers'
  | 'valueMismatches'
  | 'withoutRevenue'
  | 'oldEvents'
  | 'leftOut'
> & { readonly rows: number; readonly rowsSendable: number; readonly rowsDuplicate: number };

export async function summarise(
  database: Database,
  names: readonly string[],
  source: EventSource,
  call: EngineCall,
): Promise<EventTotals> {
  const flagged = (flag: number) => `count_if(flags & ${flag} <> 0)`;
  const totals = await database.row(
    `SELECT coalesce(sum(rows), 0) AS rows, count_if(state = ${SENDABLE}) AS events,
       coalesce(sum(rows) FILTER (state = ${SENDABLE}), 0) AS rowsSendable, coalesce(sum(duplicates), 0) AS duplicates,
       min(time) FILTER (state = ${SENDABLE}) AS firstTime, max(time) FILTER (state = ${SENDABLE}) AS lastTime,
       ${flagged(FLAG.valueMismatch)} AS mismatches, ${flagged(FLAG.noRevenue)} AS withoutRevenue,
       ${flagged(FLAG.old)} AS old,
       ${IDENTIFIER_FLAGS.map(([type, flag]) => `${flagged(flag)} AS ${type}`).join(', ')},
       ${EVENT_FIELD_NAMES.map((_, bit) => `count_if(leftOut & ${2 ** bit} <> 0) AS left${bit}`).join(', ')}
     FROM finished`,
    call,
  );
  const states = await database.rows(
    `SELECT state, sum(rows) AS rows FROM finished WHERE state <> ${SENDABLE} GROUP BY state`,
    call,
  );
  const days = await sumsByDay(database, call);
  return {
    rows: Number(totals.rows),
    rowsSendable: Number(totals.rowsSendable),
    rowsDuplicate: Number(totals.duplicates),
    events: Number(totals.events),
    rejected: rejectedOf(states),
    ...(await namesOf(database, names, source, call)),
    values: valuesOf(days),
    days: daysOf(days),
    time:
      totals.firstTime === null ? undefined : { from: Number(totals.firstTime), to: Number(totals.lastTime) },
    identifiers: Object.fromEntries(
      IDENTIFIER_FLAGS.map(([type]) => [type, Number(totals[type])] as const).filter(
        ([, events]) => events > 0,
      ),
    ),
    valueMismatches: Number(totals.mismatches),
    withoutRevenue: Number(totals.withoutRevenue),
    oldEvents: Number(totals.old),
    leftOut: leftOutOf(totals),
  };
}

function rejectedOf(states: readonly Row[]): Readonly<Partial<Record<RejectReason, number>>> {
  const rejected: Partial<Record<RejectReason, number>> = {};
  for (const { state, rows } of states) {
    const reason = stateReason(Number(state));
    if (reason !== undefined) rejected[reason] = Number(rows);
  }
  return rejected;
}

/** Events (not values) that lost something, by field. */
function leftOutOf(totals: Row): Readonly<Partial<Record<EventFieldName, number>>> {
  const leftOut: Partial<Record<EventFieldName, number>> = {};
  EVENT_FIELD_NAMES.forEach((field, bit) => {
    const events = Number(totals[`left${bit}`]);
    if (events > 0) leftOut[field] = events;
  });
  return leftOut;
}

async function namesOf(
  database: Database,
  names: readonly string[],
  source: EventSource,
  call: EngineCall,
): Promise<Pick<EventTotals, 'names' | 'unknownNames'>> {
  const sendable = await database.rows(
    `SELECT name, count(*) AS events FROM finished WHERE state = ${SENDABLE} AND name <> 0
     GROUP BY name ORDER BY events DESC, name LIMIT ${LISTED_NAMES}`,
    call,
  );
  const unknown = await database.rows(
    `SELECT name, sum(rows) AS rows FROM finished WHERE state = ${reasonState('unknown-event-name')} AND name <> 0
     GROUP BY name ORDER BY rows DESC, name LIMIT ${LISTED_UNKNOWN_NAMES}`,
    call,
  );
  const nameOf = (row: Row) => names[Number(row.name) - 1] ?? '';
  return {
    names: sendable.map((row) => ({ name: shownName(nameOf(row)), events: Number(row.events) })),
    unknownNames: unknown.map((row) => {
      const check = checkEventName(nameOf(row), source);
      return {
        name: shownName(nameOf(row)),
        rows: Number(row.rows),
        nearest: check.kind === 'unknown' ? check.suggestion : undefined,
      };
    }),
  };
}

/** A column in the wrong place makes names of addresses and numbers, and names are shown and kept. */
function shownName(name: string): string {
  const isPersonal = name.includes('@') || name.replace(/\D/g, '').length >= 6;
  return isPersonal ? maskValue('EMAIL', name) : name.slice(0, SHOWN_NAME);
}

/** Events of one day and currency, with the sums of their values' limbs. */
interface DaySums {
  /** Days since 1970, in UTC. */
  readonly day: number;
  /** Undefined for events without a value. */
  readonly currency: string | undefined;
  readonly events: number;
  readonly sums: readonly bigint[];
}

/** Stands for the currency of events without a value. */
const NO_VALUE = -1;

/** One pass over the events for all that is told of their values; by currency as the core numbers them. */
async function sumsByDay(database: Database, call: EngineCall): Promise<readonly DaySums[]> {
  const sums = LIMB_EXPONENTS.map((_, limb) => `sum(value${limb}::HUGEINT)::VARCHAR AS sum${limb}`);
  const rows = await database.rows(
    `SELECT time::BIGINT // ${DAY_SECONDS} AS day,
       CASE WHEN flags & ${FLAG.hasValue} <> 0 THEN currency::INTEGER ELSE ${NO_VALUE} END AS money,
       count(*) AS events, ${sums.join(', ')}
     FROM finished WHERE state = ${SENDABLE} GROUP BY day, money ORDER BY money, day`,
    call,
  );
  return rows.map((row) => ({
    day: Number(row.day),
    currency: Number(row.money) === NO_VALUE ? undefined : (currencyOf(Number(row.money)) ?? ''),
    events: Number(row.events),
    sums: LIMB_EXPONENTS.map((_, limb) => BigInt(String(row[`sum${limb}`]))),
  }));
}

/** The most frequent currency first. */
function valuesOf(days: readonly DaySums[]): StagedEvents['values'] {
  const totals = new Map<string, { readonly events: number; readonly sums: readonly bigint[] }>();
  for (const { currency, events, sums } of days) {
    if (currency === undefined) continue;
    const before = totals.get(currency);
    totals.set(currency, {
      events: events + (before?.events ?? 0),
      sums: sums.map((sum, limb) => sum + (before?.sums[limb] ?? 0n)),
    });
  }
  return [...totals]
    .map(([currency, { events, sums }]) => ({ currency, events, total: fromLimbSums(sums) }))
    .toSorted((one, other) => other.events - one.events);
}

/** The earliest day first, the most frequent currency of a day first. */
function daysOf(days: readonly DaySums[]): readonly EventDay[] {
  return days
    .toSorted((one, other) => one.day - other.day || other.events - one.events)
    .slice(-LISTED_DAYS)
    .map(({ day, currency, events, sums }) => ({
      day: new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10),
      currency,
      events,
      total: currency === undefined ? undefined : fromLimbSums(sums),
    }));
}
