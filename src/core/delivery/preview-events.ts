import type { EventLayout } from '../events/layout.ts';
import type { EventsPlan, StagedEvents } from '../events/plan.ts';
import type { EventIdentifierType } from '../events/read-row.ts';
import { normaliseIdentifier } from '../identifiers/index.ts';
import { maskValue } from '../identifiers/mask.ts';
import type { IdentifierRejectReason } from '../identifiers/types.ts';
import type { Engine, EngineCall, StagedEventsPlace } from '../ports/engine.ts';
import type { SourceTables } from '../ports/sources.ts';
import { resolveEventLayout } from './event-layout.ts';
import type { EventRunSettings } from './event-settings.ts';
import { warnAboutEvents, warnAboutEventsPlan } from './event-warnings.ts';
import type { Warning } from './events.ts';

/** One identifier of a row: as read and as normalised, both masked, and the hash that would be sent. */
export interface EventSampleValue {
  readonly type: EventIdentifierType;
  readonly column: string;
  readonly read: string | null;
  readonly normalised: string | null;
  readonly hash: string | null;
  readonly reason: IdentifierRejectReason | null;
}

export interface EventSampleRow {
  /** 1-based position in the query's result. */
  readonly row: number;
  readonly values: readonly EventSampleValue[];
}

export interface EventsPreview {
  readonly fingerprint: string;
  readonly staged: StagedEvents;
  readonly plan: EventsPlan;
  readonly warnings: readonly Warning[];
  readonly sample: readonly EventSampleRow[];
}

export interface EventsPreviewPorts {
  readonly engine: Engine;
  readonly deliveredPath: (eventSourceId: string) => string;
  readonly fingerprint: (tables: SourceTables) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface EventsPreviewRequest {
  readonly settings: EventRunSettings;
  /** Where the events are staged; the caller removes it. */
  readonly place: StagedEventsPlace;
  readonly sampleRows: number;
  readonly unmask: boolean;
  readonly call: EngineCall;
}

/** What would be sent, without asking TikTok anything; the comparison is with what this machine delivered. */
export async function previewEvents(
  ports: EventsPreviewPorts,
  request: EventsPreviewRequest,
): Promise<EventsPreview> {
  const { settings, place, call } = request;
  const { engine } = ports;
  const fingerprint = await ports.fingerprint(settings.tables);
  const described = await engine.describe(settings.tables, settings.sql, call);
  const { layout, warnings } = resolveEventLayout(settings, described);
  const staged = await engine.stageEvents(
    {
      ...place,
      tables: settings.tables,
      sql: settings.sql,
      layout,
      settings: { ...settings.events, now: ports.now },
    },
    call,
  );
  const plan = await engine.planEvents(
    {
      stagedPath: place.stagedPath,
      deliveredPath: ports.deliveredPath(settings.events.eventSourceId),
      now: ports.now,
    },
    call,
  );
  const sample = await engine.sample(settings.tables, settings.sql, request.sampleRows, call);
  const names = sample.columns.map(({ name }) => name);
  return {
    fingerprint,
    staged,
    plan,
    warnings: [...warnings, ...warnAboutEvents(staged, settings), ...warnAboutEventsPlan(plan)],
    sample: sample.rows.map((values, index) => ({
      row: index + 1,
      values: identifierColumns(layout).map(({ type, position }) =>
        sampleValue(type, names[position] ?? '', values[position] ?? null, request),
      ),
    })),
  };
}

function identifierColumns(layout: EventLayout) {
  const columns = (type: EventIdentifierType, positions: readonly number[]) =>
    positions.map((position) => ({ type, position }));
  return [
    ...columns('EMAIL', layout.email),
    ...columns('PHONE', layout.phone),
    ...columns('EXTERNAL_ID', layout.external_id),
  ];
}

function sampleValue(
  type: EventIdentifierType,
  column: string,
  read: string | null,
  { settings, unmask }: EventsPreviewRequest,
): EventSampleValue {
  const show = (value: string) => (unmask ? value : maskValue(type, value));
  const result = normaliseIdentifier(type, read, settings.events.rules);
  return {
    type,
    column,
    read: read === null ? null : show(read),
    normalised: result.valid && result.normalised !== undefined ? show(result.normalised) : null,
    hash: result.valid ? result.hash : null,
    reason: result.valid ? null : result.reason,
  };
}
