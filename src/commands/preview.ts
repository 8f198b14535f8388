import { resolve } from 'node:path';
import { COLUMN_KIND_WORDS, columnKinds } from '../core/audiences/column-kinds.ts';
import type { ColumnDiagnosis } from '../core/audiences/plan.ts';
import type { IdentifierCounts } from '../core/delivery/events.ts';
import type { SampleValue } from '../core/delivery/preview-audience.ts';
import { rejectSentence } from '../core/identifiers/reasons.ts';
import { findEntity } from '../core/profiles/entities.ts';
import { parseOverrides } from '../core/profiles/overrides.ts';
import type { Profile } from '../core/profiles/schema.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount, formatCount, formatShare } from '../core/wording.ts';
import type { PreviewedRequest, PreviewView } from '../wizard/delivery-service.ts';
import type { PreviewOptions } from './command-options.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import { refuseRowOptions, showCampaignPreview, showSegment } from './preview-campaign.ts';
import { showEventsPreview } from './preview-events.ts';
import type { CommandContext } from './program.ts';
import { rejectLines } from './rejects-file.ts';
import { runLine } from './run-line.ts';
import { withServices } from './with-services.ts';
import { writePrivateFile } from './write-file.ts';

/** `tada preview`: what a run would send, without sending or asking TikTok anything; exit 3 when that is nothing. */
export async function previewCommand(
  context: CommandContext,
  orchestration: string,
  options: PreviewOptions,
): Promise<number> {
  const { io } = context;
  const set = parseOverrides(options.set ?? []);
  const previewOptions = { sampleRows: options.limit, unmask: false, set, call: {} };
  return await withServices(context, async (services) => {
    const profile = services.profile.load();
    if (isSegmentAlone(profile, orchestration)) {
      refuseRowOptions(options);
      showSegment(io, await services.delivery.previewSegment(orchestration, {}), options);
      return EXIT_CODES.done;
    }
    if (findEntity(profile, 'campaign', orchestration) !== undefined) {
      refuseRowOptions(options);
      const preview = await services.delivery.previewCampaign(orchestration, {});
      return tellNext(context, orchestration, options, showCampaignPreview(io, preview, options));
    }
    if (services.delivery.kindOf(orchestration) === 'events') {
      const preview = await services.delivery.previewEvents(orchestration, previewOptions);
      return tellNext(context, orchestration, options, await showEventsPreview(io, preview, options));
    }
    const preview = await services.delivery.preview(orchestration, previewOptions);
    if (options.rejects !== undefined) {
      await writePrivateFile(resolve(io.cwd, options.rejects), rejectLines(preview.rejects()));
    }
    if (options.json === true) writeJson(io, asJson(preview, options.request === true));
    else printPreview(io, preview, options);
    const isEmpty = preview.plan.expected.rows.valid === 0;
    return tellNext(context, orchestration, options, isEmpty ? EXIT_CODES.dataRefused : EXIT_CODES.done);
  });
}

/** After a preview of something to send: how it is sent, with the settings that were looked at. */
function tellNext(
  { io }: CommandContext,
  name: string,
  { set, json }: PreviewOptions,
  exitCode: number,
): number {
  if (exitCode === EXIT_CODES.done && json !== true)
    writeLine(io, `\nNothing was sent. To send it: ${runLine(name, set === undefined ? {} : { set })}`);
  return exitCode;
}

/** Orchestrations and campaigns come first: a segment may be called like one of them. */
function isSegmentAlone(profile: Profile, name: string): boolean {
  const isRun = (['orchestration', 'campaign'] as const).some((kind) => findEntity(profile, kind, name));
  return !isRun && findEntity(profile, 'segment', name) !== undefined;
}

function asJson(preview: PreviewView, withRequest: boolean) {
  const { rows, identifiers, delivery } = preview.plan.expected;
  return {
    rows,
    identifiers,
    delivery,
    columns: preview.staged.columns.map((column) => ({ ...column, kinds: columnKinds(column) })),
    warnings: preview.warnings,
    sample: preview.sample,
    ...(withRequest ? { request: preview.request ?? null } : {}),
  };
}

function printPreview(io: CommandIo, preview: PreviewView, options: PreviewOptions): void {
  const { rows, identifiers, delivery } = preview.plan.expected;
  const share = (value: number) => (rows.read === 0 ? '' : ` (${formatShare(value, rows.read)})`);
  writeLine(io, `Preview: ${preview.audienceName} → ${preview.destination} (${preview.environment})`);
  writeLine(io, `  rows read             ${formatCount(rows.read)}`);
  writeLine(io, `  with an identifier    ${formatCount(rows.withIdentifier)}${share(rows.withIdentifier)}`);
  writeLine(io, `  valid                 ${formatCount(rows.valid)}${share(rows.valid)}`);
  writeLine(io, `  unique                ${formatCount(rows.unique)}${share(rows.unique)}`);
  writeLine(
    io,
    `  identifiers           ${formatCount(delivery.added)} to add, ${formatCount(delivery.unchanged)} unchanged, ${formatCount(delivery.removed)} to remove`,
  );
  for (const [type, counts] of Object.entries(identifiers)) {
    if (counts !== undefined) printIdentifier(io, type, counts);
  }
  writeLine(io, '\nColumns');
  for (const column of preview.staged.columns) writeLine(io, `  ${describeColumn(column)}`);
  if (preview.sample.length > 0) writeLine(io, '\nSample, masked');
  for (const { row, values } of preview.sample) {
    for (const value of values) writeLine(io, `  row ${row} ${value.type}: ${describeSample(value)}`);
  }
  for (const { message } of preview.warnings) writeLine(io, `note ${message}`);
  printEnding(io, preview.request, options);
}

/** `mail (EMAIL): 81% plain, 9.5% SHA-256 already, 9.5% empty; 2 rows with a placeholder` */
function describeColumn(column: ColumnDiagnosis): string {
  const kinds = columnKinds(column).map(
    ({ kind, rows }) => `${formatShare(rows, column.rows)} ${COLUMN_KIND_WORDS[kind]}`,
  );
  const { placeholders } = column;
  const none = placeholders === 0 ? '' : `; ${formatAmount(placeholders, 'row')} with a placeholder`;
  return `${column.column} (${column.type}): ${kinds.join(', ')}${none}`;
}

/** What both kinds of previews end with: the request when asked for, and where the rejects are. */
export function printEnding(
  io: CommandIo,
  request: PreviewedRequest | undefined,
  options: PreviewOptions,
): void {
  if (options.request === true) {
    writeLine(io, '\nFirst request');
    writeLine(io, request === undefined ? 'Nothing would be sent.' : JSON.stringify(request, null, 2));
  }
  if (options.rejects !== undefined) writeLine(io, `\nRejected values are listed in ${options.rejects}`);
}

function printIdentifier(io: CommandIo, type: string, counts: IdentifierCounts): void {
  writeLine(io, `  ${type}: ${formatCount(counts.valid)} valid`);
  for (const [reason, times] of Object.entries(counts.rejected)) {
    writeLine(io, `    ${formatCount(times ?? 0)} × ${reason}: ${rejectSentence(reason)}`);
  }
}

/** One value on its way: as read, as normalised, as hash; or why it can't be used. */
export function describeSample({
  read,
  normalised,
  hash,
  reason,
}: Pick<SampleValue, 'read' | 'normalised' | 'hash' | 'reason'>): string {
  if (reason !== null) return `${read ?? '(empty)'} → not usable: ${reason}`;
  return `${read ?? ''} → ${normalised ?? 'already hashed'} → ${hash ?? ''}`;
}
