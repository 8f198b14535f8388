import type { Range } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import type { EventsPlan, StagedEvents } from '../events/plan.ts';
import type { StagedEventsPlace } from '../ports/engine.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunFolder } from '../ports/storage.ts';
import { makeFault } from '../remedies/remedies.ts';
import { formatAmount, formatCount } from '../wording.ts';
import { checkReporting } from './check-connection.ts';
import { checkEventSource } from './check-event-source.ts';
import { deliverEntries } from './deliver-entries.ts';
import { resolveEventLayout } from './event-layout.ts';
import type { EventRunSettings } from './event-settings.ts';
import { warnAboutEvents, warnAboutEventsPlan, warnAboutHeldBack } from './event-warnings.ts';
import type { DeliveryEvent, Outcome, Warning } from './events.ts';
import { readJournalState } from './journal-state.ts';
import { listReasons, nothingToSend } from './nothing-to-send.ts';
import { cutIntoBatches, rangesSize, subtractRanges } from './ranges.ts';
import { heldBackEntries, recordEvents } from './record-events.ts';
import {
  callOptions,
  type DeliveryPorts,
  engineCall,
  type RunContext,
  runTask,
  TaskFailed,
  warn,
} from './run-context.ts';
import { runWorkflow } from './run-workflow.ts';
import { settleEarlierEvents } from './settle-earlier-runs.ts';
import { summariseEvents } from './summarise.ts';
import { hasBatches, readUnchangedSource } from './unchanged-source.ts';

/** What a person is shown before anything leaves. */
export interface EventsReview {
  readonly kind: 'events';
  readonly staged: StagedEvents;
  readonly plan: EventsPlan;
  readonly warnings: readonly Warning[];
}

export interface EventsRunRequest {
  readonly settings: EventRunSettings;
  /** Sends to Test Events; TikTok doesn't count such events, and neither does the record of delivered ones. */
  readonly testEventCode?: string | undefined;
  readonly previewed?: { readonly fingerprint: string } | undefined;
  /** Asked once, after planning; false ends the run with nothing sent. Absent: go on. */
  readonly confirm?: ((review: EventsReview) => Promise<boolean>) | undefined;
  readonly cancel: AbortSignal;
  /** 32 bytes under which this run's events are sealed; undefined on a resume whose key is gone. */
  readonly key: Uint8Array | undefined;
}

/**
 * Runs check → query → prepare → deliver for conversion events; see `runWorkflow` for what it tells. TikTok
 * refuses a whole request for one bad event, so a refused batch is halved until the bad ones stand alone.
 * Event ids are deterministic and delivered ones are remembered here, since TikTok recognises a second copy
 * for 48 hours only.
 */
export function runEvents(
  ports: DeliveryPorts,
  folder: RunFolder,
  request: EventsRunRequest,
): AsyncGenerator<DeliveryEvent> {
  const { eventSource, eventSourceId } = request.settings.events;
  return runWorkflow(ports, folder, {
    lockKeys: [`events/${eventSourceId}`],
    cancel: request.cancel,
    runTasks: (context) => runTasks(context, request),
    summarise: (context, outcome) =>
      summariseEvents(context, outcome, { id: eventSourceId, kind: eventSource }),
  });
}

async function runTasks(context: RunContext, request: EventsRunRequest): Promise<Outcome> {
  const { ports, folder } = context;
  const { settings } = request;
  const { eventSource, eventSourceId } = settings.events;
  const entries = folder.journal.read();
  if (entries.length > 0) await folder.journal.append({ type: 'resumed' });

  await runTask(context, 'check', async () => {
    const check = await checkReporting(ports.tiktok, settings.advertiserIds, callOptions(context));
    const source = { kind: eventSource, id: eventSourceId };
    const about = await checkEventSource(ports.tiktok, settings.advertiserIds, source, callOptions(context));
    warn(context, [...check.warnings, ...about]);
    return { value: check, ...(check.user === undefined ? {} : { detail: check.user }) };
  });

  refuseOtherSource(folder, eventSourceId, entries);
  const place = placeOf(folder, request, entries);
  const staged = await runTask(context, 'query', () => stage(context, request, place, entries));
  const plan = await runTask(context, 'prepare', () =>
    context.seconds.time('prepare', () => prepare(context, request, staged, entries)),
  );
  const delivered = await runTask(context, 'deliver', () =>
    context.seconds.time('deliver', () => deliver(context, request, place, plan)),
  );
  return delivered.isAlert ? 'alert' : 'completed';
}

/**
 * Whether TikTok took, or may have taken, anything of a run. What it returned as a whole left nothing there: the
 * run may read and plan anew, with settings that were put right meanwhile.
 */
function hasReachedTikTok(entries: readonly WrittenEntry[]): boolean {
  const { confirmed, refused, unknown } = readJournalState(entries);
  return confirmed.length > 0 || refused.length > 0 || unknown.length > 0;
}

/**
 * What was delivered before is remembered for each event source: a run that reached one can't go on with
 * another, or events would be counted twice in one and be missing in the other.
 */
function refuseOtherSource(
  { record }: RunFolder,
  eventSourceId: string,
  entries: readonly WrittenEntry[],
): void {
  const before = record.eventSourceId;
  if (before === undefined || before === eventSourceId || !hasReachedTikTok(entries)) return;
  const message = `A part of this run’s events is with the event source ${before} already, so it can’t go on with ${eventSourceId}.`;
  const hint = 'Start a new run for the other event source.';
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint,
  });
}

/** Without its key a run that sent nothing starts over; one that did can only be followed by a new run. */
function placeOf(
  folder: RunFolder,
  request: EventsRunRequest,
  entries: readonly WrittenEntry[],
): StagedEventsPlace {
  const { stagedPath, sealedPath } = folder;
  if (request.key !== undefined) return { stagedPath, sealedPath, key: request.key };
  const message = hasBatches(entries)
    ? 'The key under which this run’s events were sealed is gone, so it can’t go on.'
    : 'There is no key to seal this run’s events with.';
  throw new KnownError({
    kind: 'safety-stop',
    message,
    hint: 'Start a new run: it sends only what TikTok did not confirm.',
  });
}

async function stage(
  context: RunContext,
  request: EventsRunRequest,
  place: StagedEventsPlace,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const { settings } = request;
  const earlier = entries.findLast((entry) => entry.type === 'staged-events');
  return await context.seconds.time('query', async () => {
    const { staged, isNew } = await readUnchangedSource<StagedEvents>(context, {
      tables: settings.tables,
      key: stageKey(settings),
      previewedFingerprint: request.previewed?.fingerprint,
      earlier: earlier?.type === 'staged-events' ? { ...earlier.staged, firstEvent: undefined } : undefined,
      hasBatches: hasReachedTikTok(entries),
      read: async () => {
        const call = engineCall(context, 'query');
        const described = await ports.engine.describe(settings.tables, settings.sql, call);
        const { layout, warnings } = resolveEventLayout(settings, described);
        warn(context, warnings);
        return await ports.engine.stageEvents(
          {
            ...place,
            tables: settings.tables,
            sql: settings.sql,
            layout,
            settings: { ...settings.events, now: ports.clock.now() },
          },
          call,
        );
      },
    });
    const rows = `${formatAmount(staged.rowsRead, 'row')}, ${formatAmount(staged.events, 'event')}`;
    if (!isNew) return { value: staged, detail: `${rows}, read before` };
    // The first event is for the preview's eyes; a journal holds nothing personal.
    const { firstEvent: _, ...kept } = staged;
    await folder.journal.append({ type: 'staged-events', staged: kept });
    warn(context, warnAboutEvents(staged, settings));
    return { value: staged, detail: rows };
  });
}

/** What staged events depend on; a change of any of it means reading again. */
function stageKey({ sql, tables, columns, events }: EventRunSettings): string {
  return JSON.stringify({ sql, tables, columns, events });
}

async function prepare(
  context: RunContext,
  request: EventsRunRequest,
  staged: StagedEvents,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const { eventSourceId } = request.settings.events;
  const planned = entries.findLast((entry) => entry.type === 'planned-events');
  if (planned?.type === 'planned-events' && hasReachedTikTok(entries)) return { value: planned.plan };

  folder.update({ eventSourceId });
  const isRehearsal = request.testEventCode !== undefined;
  const unsettled = isRehearsal ? [] : await settleEarlierEvents(ports, eventSourceId, folder.record.id);
  const plan = await ports.engine.planEvents(
    {
      stagedPath: folder.stagedPath,
      // A rehearsal sends everything again: TikTok doesn't count it.
      deliveredPath: isRehearsal ? `${folder.stagedPath}.none` : ports.deliveredPath(eventSourceId),
      now: ports.clock.now(),
    },
    engineCall(context, 'prepare'),
  );
  if (staged.events === 0) {
    throw nothingToSend(staged.rowsRead, 'makes an event that can be sent', listReasons(staged.rejected));
  }
  const warnings = [...unsettled, ...warnAboutEventsPlan(plan)];
  warn(context, warnings);
  if (request.confirm !== undefined && !(await request.confirm({ kind: 'events', staged, plan, warnings }))) {
    throw new TaskFailed(makeFault({ kind: 'cancelled', message: 'Nothing was sent.' }));
  }
  await folder.journal.append({ type: 'planned-events', plan });
  // A repair may have chosen another source since the run was started; the lock goes by this.
  const { advertiserIds } = request.settings;
  folder.update({ settings: { ...folder.record.settings, advertiserIds, eventSourceId } });
  const { delivered, alreadyDelivered } = plan.expected.delivery;
  return {
    value: plan,
    detail: `${formatCount(delivered)} to send, ${formatCount(alreadyDelivered)} delivered before`,
  };
}

async function deliver(
  context: RunContext,
  request: EventsRunRequest,
  place: StagedEventsPlace,
  plan: EventsPlan,
) {
  const { ports } = context;
  const { batchSize, events } = request.settings;
  const { eventSource, eventSourceId } = events;
  const heldBack = heldBackIn(context, request);
  warn(context, warnAboutHeldBack(rangesSize(heldBack)));
  const { value, ...told } = await deliverEntries(context, {
    entries: plan.entries,
    unit: 'events',
    isSomethingThere: plan.expected.rows.unchanged > 0,
    batchesOf: (answered) =>
      cutIntoBatches(subtractRanges([{ from: 0, to: plan.entries }], [...answered, ...heldBack]), batchSize),
    send: async (range, options) => {
      const data = await ports.engine.readEventBatch(place, range);
      return await ports.tiktok.trackEvents(
        { eventSource, eventSourceId, data, testEventCode: request.testEventCode },
        options,
      );
    },
    settle: async () => {
      if (request.testEventCode !== undefined) return;
      const path = ports.deliveredPath(eventSourceId);
      const entries = context.folder.journal.read();
      await recordEvents(ports.engine, path, place.stagedPath, entries, ports.clock.now());
    },
  });
  const isHeldBack = plan.heldBack > 0 || heldBack.length > 0;
  return { ...told, value: { isAlert: value.refused > 0 || isHeldBack } };
}

/**
 * What an earlier attempt of this run sent without an answer, so long ago that a second copy could be counted; a
 * rehearsal is never counted.
 */
function heldBackIn({ folder, ports }: RunContext, { testEventCode }: EventsRunRequest): readonly Range[] {
  return testEventCode === undefined ? heldBackEntries(folder.journal.read(), ports.clock.now()) : [];
}
