import { text as readAll } from 'node:stream/consumers';
import { usageError } from '../core/errors.ts';
import { diagnoseBody } from '../core/remedies/diagnose-body.ts';
import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import type { Fault } from '../core/remedies/faults.ts';
import { remedyOf } from '../core/remedies/remedies.ts';
import { SUCCEEDED, UNREADABLE } from '../wizard/journeys/diagnose/answer-words.ts';
import { explainRun, runToExplain } from '../wizard/journeys/diagnose/run-explanation.ts';
import type { RunView } from '../wizard/run-service.ts';
import { describeFault } from './describe-fault.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';
import { shownFault } from './shown-fault.ts';
import { withServices } from './with-services.ts';

export interface DiagnoseOptions {
  readonly body?: string;
  readonly json?: boolean;
}

/**
 * `tada diagnose`: what failed, why, and what to do, for a run (the last failed one by default) or for an
 * answer of TikTok that somebody pasted. Ends with 0 when it could say something: diagnosing isn't failing.
 */
export async function diagnoseCommand(
  context: CommandContext,
  id: string | undefined,
  { body, json: asJson = false }: DiagnoseOptions,
): Promise<number> {
  if (body === undefined) return await diagnoseRun(context, id, asJson);
  if (body !== '-') {
    throw usageError('--body takes a dash.', 'Pipe the body in: `tada diagnose --body - < answer.json`.');
  }
  return await diagnoseAnswer(context.io, asJson);
}

async function diagnoseAnswer(io: CommandIo, asJson: boolean): Promise<number> {
  const diagnosis = diagnoseBody(await readAll(io.stdin));
  switch (diagnosis.type) {
    case 'unreadable':
      throw usageError(UNREADABLE, diagnosis.hint);
    case 'success':
      if (asJson) writeJson(io, { success: true, requestId: diagnosis.requestId ?? null });
      else writeLine(io, SUCCEEDED);
      return EXIT_CODES.done;
    case 'fault':
      tell(io, diagnosis.fault, asJson);
      return EXIT_CODES.done;
  }
}

async function diagnoseRun(
  context: CommandContext,
  id: string | undefined,
  asJson: boolean,
): Promise<number> {
  const { io } = context;
  return await withServices(context, async (services) => {
    const run = id ?? runToExplain(services.runs.list().runs)?.id;
    if (run === undefined) {
      if (asJson) writeJson(io, { run: null, fault: null });
      else writeLine(io, 'No run has failed.');
      return EXIT_CODES.done;
    }
    const view = services.runs.show(run);
    const explained = explainRun(view);
    if (explained.type === 'not-failed') {
      const { id: runId, outcome } = view.record;
      if (asJson) writeJson(io, { run: runId, outcome: outcome ?? null, fault: null });
      else writeLine(io, explained.sentence);
      return EXIT_CODES.done;
    }
    if (!asJson) writeLine(io, explained.headline);
    tell(io, explained.fault, asJson, { run: explained.run, task: explained.task ?? null }, view);
    return EXIT_CODES.done;
  });
}

function tell(
  io: CommandIo,
  fault: Fault,
  asJson: boolean,
  about: Readonly<Record<string, unknown>> = {},
  failed?: RunView,
): void {
  const { causes, involves, nextStep } = remedyOf(fault.kind);
  if (asJson) {
    writeJson(io, { ...about, fault: shownFault(fault), causes, involves, nextStep });
    return;
  }
  writeLine(io, describeFault(fault, failed));
  if (causes.length > 0)
    writeLine(io, ['  Usual causes:', ...causes.map((cause) => `  - ${cause}`)].join('\n'));
  if (involves.length > 0) writeLine(io, `  Look at: ${involves.join('; ')}`);
  writeLine(io, `  Next: ${nextStep}`);
}
