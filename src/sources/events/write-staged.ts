import type { EventColumnDiagnosis, StagedEvents } from '../../core/events/plan.ts';
import { IDENTIFIER_REJECT_REASONS, type RejectReason } from '../../core/identifiers/types.ts';
import type { EngineCall, StagedEventsPlace, StageEventsRequest } from '../../core/ports/engine.ts';
import type { UnreadableRows } from '../../core/ports/sources.ts';
import { writeFacts } from '../audiences/staged-file.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { FLAG, SENDABLE } from './event-records.ts';
import { readTexts } from './read-texts.ts';
import { STAGED_FACTS, type StagedEventsFacts } from './staged-events.ts';
import type { Staging } from './staging.ts';
import { type EventTotals, summarise } from './summarise-events.ts';

const IDENTIFIER_BITS = FLAG.email | FLAG.phone | FLAG.externalId;

/** The key as one number. */
const KEY = `keyHigh::UHUGEINT * ${2n ** 64n}::UHUGEINT + keyLow::UHUGEINT`;

/** Rows of events that can't be sent: first rows, further rows of pieces, and pieces that became part of others. */
const REJECTED_ROWS = `
  WITH refused AS (SELECT firstRow, state FROM finished WHERE state <> ${SENDABLE})
  SELECT firstRow AS row, state FROM refused
  UNION ALL
  SELECT further.row, refused.state FROM further
    LEFT JOIN joined ON joined.piece = further.piece
    JOIN refused ON refused.firstRow = coalesce(joined.event, further.piece)
  UNION ALL
  SELECT joined.piece, refused.state FROM joined JOIN refused ON refused.firstRow = joined.event
    WHERE joined.piece <> joined.event`;

/** Writes the staged file from the finished index, and says what is in it. */
export async function writeStagedFile(
  staging: Staging,
  request: StageEventsRequest,
  unreadable: UnreadableRows,
  columns: readonly string[],
  call: EngineCall,
): Promise<{
  readonly totals: EventTotals;
  readonly diagnoses: readonly EventColumnDiagnosis[];
  readonly facts: StagedEventsFacts;
}> {
  const { database } = staging.index;
  const totals = await summarise(database, staging.names, request.settings.eventSource, call);
  if (totals.rows !== staging.counts.rows)
    throw new Error('The events don’t have as many rows as were read.');
  const diagnoses = diagnose(staging, columns);
  const facts: StagedEventsFacts = {
    salt: staging.salt,
    rows: totals.rows,
    rowsWithIdentifier: staging.counts.withIdentifier,
    rowsSendable: totals.rowsSendable,
    rowsDuplicate: totals.rowsDuplicate,
    events: totals.events,
    unreadable,
    identifiers: identifiersOf(diagnoses),
  };
  await staging.finishSealed();
  await database.run(`ATTACH ${quoteText(request.stagedPath)} AS staged`);
  await database.run(
    `CREATE TABLE staged.events AS
       SELECT CASE WHEN flags & ${FLAG.keyless} = 0 THEN ${KEY} END AS key, (firstRow + 1)::BIGINT AS row, rows, duplicates, state,
         (flags & ${IDENTIFIER_BITS})::UTINYINT AS identifiers, unit, place, length
       FROM finished ${staging.isInOrder ? '' : 'ORDER BY firstRow'};
     CREATE TABLE staged.rejected AS
       SELECT (row + 1)::BIGINT AS row, state FROM (${REJECTED_ROWS}) ORDER BY row;
     CREATE TABLE staged.units (unit UINTEGER, start BIGINT, length UINTEGER)`,
    call,
  );
  await writeUnits(staging);
  await writeFacts(database, 'staged', STAGED_FACTS, facts);
  await database.run('CHECKPOINT staged; DETACH staged', call);
  return { totals, diagnoses, facts };
}

async function writeUnits({ index, textUnits }: Staging): Promise<void> {
  const appender = await index.database.connection.createAppender('units', 'main', 'staged');
  for (const { unit, start, length } of textUnits) {
    appender.appendUInteger(unit);
    appender.appendBigInt(BigInt(start));
    appender.appendUInteger(length);
    appender.endRow();
  }
  appender.closeSync();
}

function diagnose(staging: Staging, columns: readonly string[]): readonly EventColumnDiagnosis[] {
  const { identifiers, counts } = staging;
  return identifiers.flatMap(({ type, column }, index) => {
    const found = counts.columns[index];
    if (found === undefined) return [];
    const rejected: Partial<Record<RejectReason, number>> = found.empty > 0 ? { empty: found.empty } : {};
    IDENTIFIER_REJECT_REASONS.forEach((reason, at) => {
      const rows = found.rejected[at] ?? 0;
      if (rows > 0) rejected[reason] = rows;
    });
    return [
      {
        type,
        column: columns[column] ?? '',
        rows: counts.rows,
        empty: found.empty,
        valid: found.valid,
        rejected,
        constant: staging.isConstant(index),
      },
    ];
  });
}

/** By type; a type may have several columns. */
function identifiersOf(diagnoses: readonly EventColumnDiagnosis[]): StagedEventsFacts['identifiers'] {
  return [...Map.groupBy(diagnoses, ({ type }) => type)].map(([type, columns]) => {
    const rejected: Partial<Record<RejectReason, number>> = {};
    for (const column of columns) {
      for (const reason of IDENTIFIER_REJECT_REASONS) {
        const rows = column.rejected[reason] ?? 0;
        if (rows > 0) rejected[reason] = (rejected[reason] ?? 0) + rows;
      }
    }
    return { type, valid: columns.reduce((sum, { valid }) => sum + valid, 0), rejected };
  });
}

/** The event of the first row that has one, read back from the sealed file as every batch will be. */
export async function readFirstEvent(
  { index, textUnits }: Staging,
  place: StagedEventsPlace,
  { salt }: StagedEventsFacts,
  call: EngineCall,
): Promise<StagedEvents['firstEvent']> {
  const [row] = await index.database.rows(
    `SELECT unit, place, length FROM finished WHERE state = ${SENDABLE} ORDER BY firstRow LIMIT 1`,
    call,
  );
  const unit = textUnits.find(({ unit: number }) => number === Number(row?.unit));
  if (row === undefined || unit === undefined) return undefined;
  const [text] = await readTexts(place, salt, [{ unit, at: Number(row.place), length: Number(row.length) }]);
  return text;
}
