import { nameAtTikTok } from '../audiences/name.ts';
import type { AudiencePlan, StagedAudience } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import { normaliseIdentifier } from '../identifiers/index.ts';
import { maskValue } from '../identifiers/mask.ts';
import type { AudienceIdType, IdentifierRejectReason } from '../identifiers/types.ts';
import type { AudienceSlot, Engine, EngineCall } from '../ports/engine.ts';
import type { SourceTables } from '../ports/sources.ts';
import type { AudienceRecord, AudienceStore } from '../ports/storage.ts';
import type { Warning } from './events.ts';
import { withChannelInForce } from './file-fallback.ts';
import { type PlannedFiles, planFiles } from './file-plan.ts';
import type { AudienceTarget } from './find-audience.ts';
import { type AudienceRunSettings, resolveSlots } from './settings.ts';
import { warnAboutPlan, warnAboutStaged, warnAboutUnusedColumns } from './warnings.ts';

/** One value of a row: as read and as normalised, both masked, and the hash that would be sent. */
export interface SampleValue {
  readonly type: AudienceIdType;
  readonly column: string;
  readonly read: string | null;
  /** The string that is hashed; null when it came hashed or can't be used. */
  readonly normalised: string | null;
  readonly hash: string | null;
  readonly reason: IdentifierRejectReason | null;
}

export interface SampleRow {
  /** 1-based position in the query's result. */
  readonly row: number;
  readonly values: readonly SampleValue[];
}

export interface AudiencePreview {
  readonly fingerprint: string;
  readonly staged: StagedAudience;
  readonly plan: AudiencePlan;
  readonly slots: readonly AudienceSlot[];
  /** Set where customer files are used: what they would change, as far as that can be told offline. */
  readonly files?: Pick<PlannedFiles, 'change'> | undefined;
  /** What is remembered of the audience; undefined when this machine never filled it. */
  readonly record: AudienceRecord | undefined;
  readonly warnings: readonly Warning[];
  readonly sample: readonly SampleRow[];
}

export interface AudiencePreviewPorts {
  readonly engine: Engine;
  readonly audiences: Pick<AudienceStore, 'find' | 'list' | 'ledgerPath'>;
  readonly fingerprint: (tables: SourceTables) => Promise<string>;
}

export interface AudiencePreviewRequest {
  readonly settings: AudienceRunSettings;
  /** Where the hashes are staged; the caller removes it. */
  readonly stagedPath: string;
  readonly sampleRows: number;
  /** Shows values as they are, for a person who asked for it and may. */
  readonly unmask: boolean;
  readonly call: EngineCall;
}

/**
 * What would be sent, without asking TikTok anything: it works with no network and with no token. The
 * comparison is with what this machine knows of the audience.
 */
export async function previewAudience(
  ports: AudiencePreviewPorts,
  request: AudiencePreviewRequest,
): Promise<AudiencePreview> {
  const { stagedPath, call } = request;
  const { engine } = ports;
  const settings = withChannelInForce(ports.audiences, undefined, request.settings);
  const fingerprint = await ports.fingerprint(settings.tables);
  const described = await engine.describe(settings.tables, settings.sql, call);
  const { slots, unused } = resolveSlots(settings.idTypes, settings.columns, described);
  const staged = await engine.stageAudience(
    {
      tables: settings.tables,
      sql: settings.sql,
      slots,
      rules: settings.rules,
      dropPlaceholders: settings.dropPlaceholders,
      stagedPath,
    },
    call,
  );
  const { plan, record, files } = await planPreview(ports, settings, staged, stagedPath, call);
  const sample = await engine.sample(settings.tables, settings.sql, request.sampleRows, call);
  const places = slots.map((slot) => ({
    slot,
    index: sample.columns.findIndex(({ name }) => name === slot.column),
  }));
  return {
    fingerprint,
    staged,
    plan,
    slots,
    files,
    record,
    warnings: [
      ...warnAboutUnusedColumns(unused),
      ...warnAboutStaged(staged, settings),
      ...warnAboutPlan(plan, settings),
      ...(files?.warnings ?? []),
    ],
    sample: sample.rows.map((values, index) => ({
      row: index + 1,
      values: places.map(({ slot, index: place }) => sampleValue(slot, values[place] ?? null, request)),
    })),
  };
}

/** Compares staged rows with what this machine knows of their audience. */
export async function planPreview(
  { engine, audiences }: Pick<AudiencePreviewPorts, 'engine' | 'audiences'>,
  settings: AudienceRunSettings,
  staged: StagedAudience,
  stagedPath: string,
  call: EngineCall,
): Promise<Pick<AudiencePreview, 'plan' | 'record'> & { readonly files: PlannedFiles | undefined }> {
  const advertiserId = settings.advertiserIds[0] ?? '';
  const record = findRecord(audiences, settings, advertiserId);
  const plan = await engine.planAudience(
    {
      stagedPath,
      ledgerPath:
        record === undefined ? `${stagedPath}.none` : audiences.ledgerPath(advertiserId, record.audienceId),
      ledgerComplete: record?.ledgerComplete ?? true,
      mode: settings.mode,
    },
    call,
  );
  const files = settings.channel === 'file' ? previewFiles(settings, staged, plan, record) : undefined;
  return { plan, record, files };
}

/** What stops a run is told by the run; a preview shows what it can. */
function previewFiles(
  settings: AudienceRunSettings,
  staged: StagedAudience,
  plan: AudiencePlan,
  record: AudienceRecord | undefined,
): PlannedFiles {
  const target: AudienceTarget =
    record === undefined
      ? { kind: 'new', name: settings.audienceName }
      : { kind: 'existing', id: record.audienceId, name: record.name, record };
  try {
    return planFiles({ settings, staged, plan, target });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return { change: undefined, warnings: [] };
  }
}

function sampleValue(slot: AudienceSlot, read: string | null, request: AudiencePreviewRequest): SampleValue {
  const show = (value: string) => (request.unmask ? value : maskValue(slot.type, value));
  const result = normaliseIdentifier(slot.type, read, request.settings.rules);
  return {
    type: slot.type,
    column: slot.column,
    read: read === null ? null : show(read),
    normalised: result.valid && result.normalised !== undefined ? show(result.normalised) : null,
    hash: result.valid ? result.hash : null,
    reason: result.valid ? null : result.reason,
  };
}

function findRecord(
  audiences: Pick<AudienceStore, 'find' | 'list'>,
  settings: AudienceRunSettings,
  advertiserId: string,
): AudienceRecord | undefined {
  if (settings.audienceId !== undefined) return audiences.find(advertiserId, settings.audienceId);
  const listedName = nameAtTikTok(settings.audienceName, settings.channel);
  return audiences
    .list()
    .findLast(
      (record) =>
        record.advertiserId === advertiserId &&
        record.channel === settings.channel &&
        (record.name === settings.audienceName || record.name === listedName),
    );
}
