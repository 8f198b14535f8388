import { resolve } from 'node:path';
import type { IdentifierCounts } from '../core/delivery/events.ts';
import type { SampleValue } from '../core/delivery/preview-audience.ts';
import { REJECT_SENTENCES } from '../core/identifiers/reasons.ts';
import { parseOverrides } from '../core/profiles/overrides.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import type { PreviewView } from '../wizard/services.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import type { CommandContext, PreviewOptions } from './program.ts';
import { REJECTS_HEADER, rejectLine } from './rejects-file.ts';
import { createServices } from './services.ts';
import { writePrivateFile } from './write-file.ts';

/** `tada preview`: what a run would send, without sending or asking TikTok anything; exit 3 when that is nothing. */
export async function previewCommand(
  context: CommandContext,
  orchestration: string,
  options: PreviewOptions,
): Promise<number> {
  const { io } = context;
  const set = parseOverrides(options.set);
  const services = await createServices(context);
  try {
    const preview = await services.delivery.preview(orchestration, {
      sampleRows: options.limit,
      unmask: false,
      set,
      call: {},
    });
    if (options.rejects !== undefined) {
      const file = resolve(io.cwd, options.rejects);
      await writePrivateFile(file, rejectLines(preview));
    }
    if (options.json === true) writeJson(io, asJson(preview, options.request === true));
    else printPreview(io, preview, options);
    return preview.plan.expected.rows.valid === 0 ? EXIT_CODES.dataRefused : EXIT_CODES.done;
  } finally {
    await services.close();
  }
}

async function* rejectLines(preview: PreviewView): AsyncIterable<string> {
  yield REJECTS_HEADER;
  for await (const reject of preview.rejects()) yield rejectLine(reject);
}

function asJson(preview: PreviewView, withRequest: boolean) {
  const { rows, identifiers, delivery } = preview.plan.expected;
  return {
    rows,
    identifiers,
    delivery,
    columns: preview.staged.columns,
    warnings: preview.warnings,
    sample: preview.sample,
    ...(withRequest ? { request: preview.request ?? null } : {}),
  };
}

function printPreview(io: CommandIo, preview: PreviewView, options: PreviewOptions): void {
  const { rows, identifiers, delivery } = preview.plan.expected;
  const number = (value: number) => value.toLocaleString('en');
  const share = (value: number) =>
    rows.read === 0 ? '' : ` (${Math.round((value * 1000) / rows.read) / 10}%)`;
  writeLine(io, `Preview: ${preview.audienceName} → ${preview.destination} (${preview.environment})`);
  writeLine(io, `  rows read             ${number(rows.read)}`);
  writeLine(io, `  with an identifier    ${number(rows.withIdentifier)}${share(rows.withIdentifier)}`);
  writeLine(io, `  valid                 ${number(rows.valid)}${share(rows.valid)}`);
  writeLine(io, `  unique                ${number(rows.unique)}${share(rows.unique)}`);
  writeLine(
    io,
    `  identifiers           ${number(delivery.added)} to add, ${number(delivery.unchanged)} unchanged, ${number(delivery.removed)} to remove`,
  );
  for (const [type, counts] of Object.entries(identifiers)) {
    if (counts !== undefined) printIdentifier(io, type, counts);
  }
  if (preview.sample.length > 0) writeLine(io, '\nSample, masked');
  for (const { row, values } of preview.sample) {
    for (const value of values) writeLine(io, `  row ${row} ${value.type}: ${describeSample(value)}`);
  }
  for (const { message } of preview.warnings) writeLine(io, `note ${message}`);
  if (options.request === true) {
    writeLine(io, '\nFirst request');
    writeLine(
      io,
      preview.request === undefined ? 'Nothing would be sent.' : JSON.stringify(preview.request, null, 2),
    );
  }
  if (options.rejects !== undefined) writeLine(io, `\nRejected values are listed in ${options.rejects}`);
}

function printIdentifier(io: CommandIo, type: string, counts: IdentifierCounts): void {
  writeLine(io, `  ${type}: ${counts.valid.toLocaleString('en')} valid`);
  for (const [reason, times] of Object.entries(counts.rejected)) {
    const sentence = Object.entries(REJECT_SENTENCES).find(([known]) => known === reason)?.[1] ?? reason;
    writeLine(io, `    ${(times ?? 0).toLocaleString('en')} × ${reason}: ${sentence}`);
  }
}

function describeSample({ read, normalised, hash, reason }: SampleValue): string {
  if (reason !== null) return `${read ?? '(empty)'} → not usable: ${reason}`;
  return `${read ?? ''} → ${normalised ?? 'already hashed'} → ${hash ?? ''}`;
}
