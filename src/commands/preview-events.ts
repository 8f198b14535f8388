import { resolve } from 'node:path';
import { rejectSentence } from '../core/identifiers/reasons.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { formatAmount, formatCount, formatMoney, formatShare } from '../core/wording.ts';
import type { EventsPreviewView } from '../wizard/delivery-service.ts';
import { isoOf } from '../wizard/journeys/delivery/funnel.ts';
import type { PreviewOptions } from './command-options.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import { describeSample, printEnding } from './preview.ts';
import { rejectLines } from './rejects-file.ts';
import { writePrivateFile } from './write-file.ts';

/** The events half of `tada preview`; exit 3 when no event could be sent. */
export async function showEventsPreview(
  io: CommandIo,
  preview: EventsPreviewView,
  options: PreviewOptions,
): Promise<number> {
  if (options.rejects !== undefined) {
    await writePrivateFile(resolve(io.cwd, options.rejects), rejectLines(preview.rejects()));
  }
  if (options.json === true) writeJson(io, asJson(preview, options.request === true));
  else print(io, preview, options);
  return preview.staged.events === 0 ? EXIT_CODES.dataRefused : EXIT_CODES.done;
}

function asJson({ staged, plan, warnings, sample, request }: EventsPreviewView, withRequest: boolean) {
  const { rows, identifiers, delivery } = plan.expected;
  return {
    rows,
    identifiers,
    rejected: staged.rejected,
    delivery,
    events: {
      names: staged.names,
      values: staged.values,
      days: staged.days ?? [],
      time: staged.time ?? null,
      identifiers: staged.identifiers,
      heldBack: plan.heldBack,
    },
    columns: staged.columns,
    warnings,
    sample,
    ...(withRequest ? { request: request ?? null } : {}),
  };
}

function print(io: CommandIo, preview: EventsPreviewView, options: PreviewOptions): void {
  const { staged, plan } = preview;
  const { rows, delivery } = plan.expected;
  const share = (part: number, whole: number) => (whole === 0 ? '' : ` (${formatShare(part, whole)})`);
  const { kind, id } = preview.eventSource;
  writeLine(io, `Preview: ${kind} events → ${preview.destination}, ${id} (${preview.environment})`);
  writeLine(io, `  rows read             ${formatCount(rows.read)}`);
  writeLine(
    io,
    `  with an identifier    ${formatCount(rows.withIdentifier)}${share(rows.withIdentifier, rows.read)}`,
  );
  writeLine(io, `  valid                 ${formatCount(rows.valid)}${share(rows.valid, rows.read)}`);
  writeLine(io, `  events                ${formatCount(staged.events)}`);
  writeLine(
    io,
    `  to send               ${formatCount(delivery.delivered)}; delivered before ${formatCount(delivery.alreadyDelivered)}`,
  );
  for (const { name, events } of staged.names) writeLine(io, `  ${name}: ${formatAmount(events, 'event')}`);
  for (const { currency, total, events } of staged.values) {
    writeLine(io, `  value: ${formatMoney(total, currency)} in ${formatAmount(events, 'event')}`);
  }
  for (const [type, events] of Object.entries(staged.identifiers)) {
    writeLine(io, `  ${type}: in ${formatAmount(events ?? 0, 'event')}${share(events ?? 0, staged.events)}`);
  }
  if (staged.time !== undefined) {
    writeLine(io, `  from ${isoOf(staged.time.from)} to ${isoOf(staged.time.to)} (UTC)`);
  }
  for (const [reason, times] of Object.entries(staged.rejected)) {
    writeLine(io, `    ${formatCount(times ?? 0)} × ${reason}: ${rejectSentence(reason)}`);
  }
  if (preview.sample.length > 0) writeLine(io, '\nSample, masked');
  for (const { row, values } of preview.sample) {
    for (const value of values) writeLine(io, `  row ${row} ${value.type}: ${describeSample(value)}`);
  }
  for (const { message } of preview.warnings) writeLine(io, `note ${message}`);
  printEnding(io, preview.request, options);
}
