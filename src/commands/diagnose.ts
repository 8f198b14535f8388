import { text as readAll } from 'node:stream/consumers';
import { usageError } from '../core/errors.ts';
import { diagnoseBody } from '../core/remedies/diagnose-body.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import type { Fault } from '../core/remedies/faults.ts';
import { remedyOf } from '../core/remedies/remedies.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import { describeFault } from './present-run.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';

/**
 * `tada diagnose`: what failed, why, and what to do, for a run (the last failed one by default) or for an
 * answer of TikTok that somebody pasted. Ends with 0 when it could say something: diagnosing isn't failing.
 */
export async function diagnoseCommand(
  context: CommandContext,
  id: string | undefined,
  options: { readonly body?: string; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  if (options.body !== undefined) {
    if (options.body !== '-')
      throw usageError('--body takes a dash.', 'Pipe the body in: `tada diagnose --body - < answer.json`.');
    const diagnosis = diagnoseBody(await readAll(io.stdin));
    if (diagnosis.type === 'unreadable')
      throw usageError('That is no answer of TikTok’s that can be read.', diagnosis.hint);
    if (diagnosis.type === 'success') {
      if (options.json === true) writeJson(io, { success: true, requestId: diagnosis.requestId ?? null });
      else writeLine(io, 'TikTok answered with code 0: that request succeeded.');
      return EXIT_CODES.done;
    }
    tell(io, diagnosis.fault, options.json === true);
    return EXIT_CODES.done;
  }
  const services = await createServices(context);
  try {
    const run = id ?? services.runs.list().runs.find(({ fault }) => fault !== undefined)?.id;
    if (run === undefined) {
      if (options.json === true) writeJson(io, { run: null, fault: null });
      else writeLine(io, 'No run has failed.');
      return EXIT_CODES.done;
    }
    const { record, journal } = services.runs.show(run);
    const failed = journal.findLast((entry) => entry.type === 'task' && entry.status === 'error');
    const task = failed?.type === 'task' ? failed.name : undefined;
    if (record.fault === undefined) {
      if (options.json === true)
        writeJson(io, { run: record.id, outcome: record.outcome ?? null, fault: null });
      else
        writeLine(
          io,
          `The run ${record.id} did not fail${record.outcome === undefined ? '; it never ended: go on with `tada runs resume`' : ''}.`,
        );
      return EXIT_CODES.done;
    }
    if (options.json !== true) {
      writeLine(
        io,
        `Run ${record.id} of ${record.orchestration}${task === undefined ? '' : ` failed at the task "${task}"`}`,
      );
    }
    tell(io, record.fault, options.json === true, { run: record.id, task: task ?? null });
    if (options.json !== true)
      writeLine(
        io,
        `\nAfter the remedy: tada runs resume ${record.id}\nTo hand it on:    tada runs bundle ${record.id} -o support.zip`,
      );
    return EXIT_CODES.done;
  } finally {
    await services.close();
  }
}

function tell(
  io: CommandIo,
  fault: Fault,
  asJson: boolean,
  about: Readonly<Record<string, unknown>> = {},
): void {
  const { causes, involves, nextStep } = remedyOf(fault.kind);
  if (asJson) {
    writeJson(io, { ...about, fault, causes, involves, nextStep });
    return;
  }
  writeLine(io, describeFault(fault));
  if (causes.length > 0)
    writeLine(io, ['  Usual causes:', ...causes.map((cause) => `  - ${cause}`)].join('\n'));
  if (involves.length > 0) writeLine(io, `  Look at: ${involves.join('; ')}`);
  writeLine(io, `  Next: ${nextStep}`);
}
