import type { EventsPlan } from '../../core/events/plan.ts';
import { CLOCK_TOLERANCE_MILLISECONDS, RESEND_MILLISECONDS } from '../../core/events/resend-window.ts';
import type { EngineCall, PlanEventsRequest } from '../../core/ports/engine.ts';
import { hasDatabaseFile, notStaged, writeFacts } from '../audiences/staged-file.ts';
import { Database, type DatabaseSettings } from '../duckdb/database.ts';
import { quoteText } from '../duckdb/sql-text.ts';
import { attachDelivered } from './delivered.ts';
import { SENDABLE } from './event-records.ts';
import { type EventsPlanFacts, PLAN_FACTS, readStagedEventsFacts } from './staged-events.ts';
import { tallyEvents } from './tally.ts';

/**
 * Numbers the events to send, in the order of their first rows: all that can be sent but those that were
 * certainly delivered before, and those that perhaps were, so long ago that TikTok wouldn't recognise a second
 * copy.
 */
export async function planEvents(
  settings: DatabaseSettings,
  { stagedPath, deliveredPath, now }: PlanEventsRequest,
  call: EngineCall,
): Promise<EventsPlan> {
  const started = performance.now();
  if (!hasDatabaseFile(stagedPath)) throw notStaged();
  const database = await Database.open(':memory:', settings);
  try {
    await database.run(`ATTACH ${quoteText(stagedPath)} AS staged`);
    const staged = await readStagedEventsFacts(database, 'staged');
    await attachDelivered(database, deliveredPath);
    const oldest = Math.trunc(now) - RESEND_MILLISECONDS;
    const newest = Math.trunc(now) + CLOCK_TOLERANCE_MILLISECONDS;
    await database.run(
      `CREATE TEMP TABLE judged AS
         SELECT events.rowid AS event, coalesce(delivered.certain, false) AS isDelivered,
           coalesce(NOT delivered.certain AND (delivered.since <= ${oldest} OR delivered.since > ${newest}), false) AS isHeld
         FROM staged.events AS events LEFT JOIN delivered ON delivered.key = events.key
         WHERE events.state = ${SENDABLE};
       CREATE OR REPLACE TABLE staged.plan AS
         SELECT event FROM judged WHERE NOT isDelivered AND NOT isHeld ORDER BY event`,
      call,
    );
    const counts = await database.row(
      `SELECT count_if(isDelivered) AS delivered, count_if(isHeld) AS held, count(*) AS events FROM judged`,
      call,
    );
    const alreadyDelivered = Number(counts.delivered);
    const heldBack = Number(counts.held);
    const facts: EventsPlanFacts = {
      entries: Number(counts.events) - alreadyDelivered - heldBack,
      alreadyDelivered,
      heldBack,
    };
    await writeFacts(database, 'staged', PLAN_FACTS, facts);
    await database.run('CHECKPOINT staged');
    const everything = [{ from: 0, to: facts.entries }];
    return {
      entries: facts.entries,
      heldBack,
      expected: await tallyEvents(database, 'staged', staged, facts, everything, [], call),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    database.close();
  }
}
