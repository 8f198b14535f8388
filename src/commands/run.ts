import type { DeliveryEvent } from '../core/delivery/events.ts';
import type { AudienceReview } from '../core/delivery/prepare-audience.ts';
import type { EventsReview } from '../core/delivery/run-events.ts';
import { afterTest } from '../core/delivery/test-audience.ts';
import { describeRemoval } from '../core/delivery/warnings.ts';
import { usageError } from '../core/errors.ts';
import type { RunRecord } from '../core/ports/storage.ts';
import { parseOverrides } from '../core/profiles/overrides.ts';
import { formatAmount, formatCount } from '../core/wording.ts';
import type { RunOptions } from '../wizard/delivery-service.ts';
import type { Services } from '../wizard/services.ts';
import { askYesNo } from './ask.ts';
import type { RunCommandOptions } from './command-options.ts';
import { describeFault, findFailed } from './describe-fault.ts';
import { writeLine } from './io.ts';
import { presentRun, type RunEnding } from './present-run.ts';
import type { CommandContext } from './program.ts';
import { tidyAtStart } from './runs-prune.ts';
import { withServices } from './with-services.ts';

/** `tada run`: plans, asks unless told not to, delivers. */
export async function runCommand(
  context: CommandContext,
  orchestration: string,
  options: RunCommandOptions,
  onEnding?: (ending: RunEnding) => void,
): Promise<number> {
  const set = parseOverrides(options.set ?? []);
  return await withRun(
    context,
    options,
    (services, runOptions) =>
      services.delivery.run(orchestration, {
        ...runOptions,
        set,
        testMembers: options.test,
        testEventCode: options.testEventCode,
      }),
    { onEnding, lookFirst: `tada preview "${orchestration}"` },
  );
}

/** `tada runs resume`: the same stream, from the failed task on. */
export async function resumeCommand(
  context: CommandContext,
  id: string,
  options: RunCommandOptions,
): Promise<number> {
  return await withRun(context, options, (services, runOptions) => services.delivery.resume(id, runOptions), {
    lookFirst: `tada runs show ${id}`,
  });
}

/** Runs with a way to ask and a way to stop, and tells how it ended; resolves to the exit code. */
export async function withRun(
  context: CommandContext,
  options: RunCommandOptions,
  start: (services: Services, runOptions: RunOptions) => AsyncIterable<DeliveryEvent>,
  {
    onEnding = () => undefined,
    lookFirst = 'tada preview',
  }: {
    readonly onEnding?: ((ending: RunEnding) => void) | undefined;
    /** The command that shows what would be sent. */
    readonly lookFirst?: string;
  } = {},
): Promise<number> {
  const { io } = context;
  if (options.yes !== true && !io.canPrompt) {
    throw usageError(
      'Without a terminal nobody can be asked before sending.',
      `Add --yes to send without asking, or look first with \`${lookFirst}\`.`,
    );
  }
  const cancel = new AbortController();
  let begun: string | undefined;
  const stopListening = cancelOnSignals(
    cancel,
    (text) => io.stderr.write(text),
    () => begun,
  );
  return await withServices(context, async (services) => {
    await tidyAtStart(io, services);
    const confirm =
      options.yes === true
        ? undefined
        : (review: AudienceReview | EventsReview) => askYesNo(io, questionFor(review), cancel.signal);
    const events = start(services, {
      cancel: cancel.signal,
      allowRemovalPercent: options.allowRemoval,
      confirm,
    });
    const ending = await presentRun(io, events, {
      asJson: options.json === true,
      now: Date.now,
      onBegun: (runId) => {
        begun = runId;
      },
    });
    onEnding(ending);
    if (options.json !== true) tellWhatIsNext(context, services, ending);
    if (ending.fault !== undefined)
      reportFault(context, ending.fault, ending.summary?.run, options.json === true);
    return ending.exitCode;
  }).finally(stopListening);
}

/** What a fault means and what can be done; after a test, how the real thing is sent and gets to production. */
function tellWhatIsNext({ io }: CommandContext, { runs }: Services, { fault, summary }: RunEnding): void {
  if (fault !== undefined) writeLine(io, describeFault(fault, findFailed(runs, summary?.run)));
  if (summary === undefined) return;
  const next = afterTest(runs.show(summary.run).record, (id) => findRun(runs, id));
  if (next !== undefined) writeLine(io, `Next: ${next}`);
}

/** Undefined for one that was deleted, or that somebody may not see. */
export function findRun(runs: Services['runs'], id: string): RunRecord | undefined {
  return runs.list().runs.find((record) => record.id === id);
}

function reportFault(
  { io }: CommandContext,
  fault: {
    readonly kind: string;
    readonly message: string;
    readonly explanation: string;
    readonly requestId?: string | undefined;
  },
  run: string | undefined,
  asJson: boolean,
): void {
  const hint =
    run === undefined
      ? fault.explanation
      : `See \`tada runs show ${run}\`; go on with \`tada runs resume ${run}\`.`;
  if (!asJson) {
    io.stderr.write(`error: ${fault.message}\n${hint}\n`);
    return;
  }
  const { kind, message, requestId } = fault;
  io.stderr.write(`${JSON.stringify({ error: { kind, message, hint, requestId: requestId ?? null } })}\n`);
}

function questionFor(review: AudienceReview | EventsReview): string {
  if (review.kind === 'events') {
    const { delivered, alreadyDelivered } = review.plan.expected.delivery;
    return `tada will send ${formatAmount(delivered, 'event')} (${formatCount(alreadyDelivered)} ${alreadyDelivered === 1 ? 'was' : 'were'} delivered before). Send?`;
  }
  const { plan, target } = review;
  const { added, removed, unchanged } = plan.expected.delivery;
  const where =
    target.kind === 'new' ? `create the audience "${target.name}"` : `change the audience "${target.name}"`;
  const change = `add ${formatCount(added)}, remove ${formatCount(removed)}, leave ${formatAmount(unchanged, 'identifier as it is', 'identifiers as they are')}`;
  const removal = removed > 0 ? ` ${describeRemoval(plan)}` : '';
  return `tada will ${where}: ${change}.${removal} Send?`;
}

/** First Ctrl+C: finish what is in flight and keep the state. Second: leave at once. */
function cancelOnSignals(
  cancel: AbortController,
  say: (text: string) => void,
  runId: () => string | undefined,
): () => void {
  const stop = () => {
    if (cancel.signal.aborted) {
      const id = runId();
      if (id !== undefined) say(`The run ${id} is kept. Go on with it: tada runs resume ${id}\n`);
      process.exit(130);
    }
    say(
      'Stopping: what is in flight is finished and the state is kept. Press Ctrl+C again to leave at once.\n',
    );
    cancel.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}
