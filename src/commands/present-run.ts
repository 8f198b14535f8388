import type { DeliveryEvent, GroupSummary, Summary, TaskEnding } from '../core/delivery/events.ts';
import { testFindings } from '../core/delivery/test-audience.ts';
import { EXIT_CODES, exitCodeOf } from '../core/remedies/exit-codes.ts';
import type { Fault } from '../core/remedies/faults.ts';
import { formatAmount, formatCount } from '../core/wording.ts';
import { TASK_TITLES } from '../wizard/journeys/delivery/task-words.ts';
import type { CommandIo } from './io.ts';
import { shownEvent } from './shown-fault.ts';

/** Every row read is in one of these. */
const BUCKETS = [
  'sent',
  'unchanged',
  'duplicate',
  'rejected',
  'refused',
  'merged',
  'pending',
  'control',
] as const;

/** At most one plain progress line in this time: a log is read by people too. */
const LINE_INTERVAL_MS = 2_000;

export interface RunEnding {
  readonly exitCode: number;
  readonly summary: Summary | undefined;
  readonly fault: Fault | undefined;
}

/**
 * Prints a run as it happens: one JSON object a line, or plain lines that read well in a pipe and on a dumb
 * terminal. Resolves to how it ended and the exit code that tells so; what a plain face says of a fault is the
 * caller's, who knows what was kept of the run.
 */
export async function presentRun(
  io: CommandIo,
  events: AsyncIterable<DeliveryEvent>,
  options: {
    readonly asJson: boolean;
    readonly now: () => number;
    /** Told the run's id as soon as there is one. */
    readonly onBegun?: (runId: string) => void;
  },
): Promise<RunEnding> {
  let summary: Summary | undefined;
  let fault: Fault | undefined;
  let lastLine = Number.NEGATIVE_INFINITY;
  for await (const event of events) {
    if (event.type === 'summary') summary = event;
    if (event.type === 'fault') fault = event;
    if (event.type === 'run') options.onBegun?.(event.id);
    if (options.asJson) {
      const at = new Date(options.now()).toISOString();
      io.stdout.write(`${JSON.stringify({ type: event.type, at, ...shownEvent(event) })}\n`);
      continue;
    }
    if (event.type === 'progress') {
      if (event.done === 0) continue;
      if (options.now() - lastLine < LINE_INTERVAL_MS) continue;
      lastLine = options.now();
    }
    const text = describeEvent(event);
    if (text !== undefined) io.stdout.write(`${text}\n`);
  }
  return { exitCode: exitCodeOfRun(summary, fault), summary, fault };
}

function exitCodeOfRun(summary: Summary | undefined, fault: Fault | undefined): number {
  if (fault !== undefined) return exitCodeOf(fault.kind);
  switch (summary?.outcome) {
    case 'completed':
    case 'alert':
      return EXIT_CODES.done;
    case 'cancelled':
      return EXIT_CODES.interrupted;
    default:
      return EXIT_CODES.bug;
  }
}

function describeProgress(event: Extract<DeliveryEvent, { readonly type: 'progress' }>): string {
  const { done, total, unit, perSecond } = event;
  if (unit === 'percent') return `${done}%`;
  const all = total === undefined ? '' : ` of ${formatCount(total)}`;
  return `${formatCount(done)}${all} ${unit}, ${formatCount(perSecond)}/s`;
}

function describeEvent(event: DeliveryEvent): string | undefined {
  switch (event.type) {
    case 'run':
      return `Run ${event.id} of ${event.orchestration}`;
    case 'task': {
      if (event.status === 'running') return undefined;
      // A fault is told in full once the run has ended; a campaign goes on with its other groups before.
      const detail = event.group === undefined ? event.detail : (event.fault?.message ?? event.detail);
      return `${markOf(event.status)} ${whose(event)}${TASK_TITLES[event.name]}${detail === undefined ? '' : `: ${detail}`}`;
    }
    case 'progress':
      return `       ${whose(event)}${TASK_TITLES[event.task]}: ${describeProgress(event)}`;
    case 'wait':
      return `       ${whose(event)}waiting ${Math.round(event.seconds * 10) / 10} s: ${event.reason}`;
    case 'warning':
      return `  note ${whose(event)}${event.message}`;
    case 'fault':
      return undefined;
    case 'summary':
      return describeSummary(event);
  }
}

/** How a task ended, in front of its title. */
export function markOf(status: TaskEnding): string {
  return `[${status === 'completed' ? 'done' : status}]`;
}

/** Whose task it is, in a campaign's run. */
function whose({ group }: { readonly group?: string | undefined }): string {
  return group === undefined ? '' : `${group}: `;
}

/** What became of a campaign's groups, one a line. */
function describeGroups(groups: readonly GroupSummary[]): readonly string[] {
  return groups.map(({ name, control, people, audience, rows, delivery }) => {
    if (control) return `  ${name}: ${formatAmount(people, 'person', 'people')}, control group, not sent`;
    const where = audience === undefined ? 'nothing sent' : `${audience.name} (${audience.id ?? 'no id'})`;
    return `  ${name}: ${formatAmount(people, 'person', 'people')} → ${where}; ${formatCount(rows.sent)} sent, ${formatCount(rows.unchanged)} unchanged; ${formatAmount(delivery.added ?? 0, 'identifier')} added, ${formatCount(delivery.removed ?? 0)} removed`;
  });
}

/** The account of a run: where every row went, and what TikTok confirmed. */
export function describeSummary(summary: Summary): string {
  const { rows, delivery, audience } = summary;
  const lines = ['', `Outcome: ${summary.outcome}`];
  if (audience !== undefined) {
    lines.push(
      `Audience: ${audience.name} (${audience.id ?? 'no id'})${audience.created ? ', created' : ''}`,
    );
  }
  if (summary.groups !== undefined) lines.push('Groups:', ...describeGroups(summary.groups));
  const buckets = BUCKETS.filter((bucket) => (rows[bucket] ?? 0) > 0).map(
    (bucket) => `${formatCount(rows[bucket] ?? 0)} ${bucket}`,
  );
  lines.push(`Rows: ${formatCount(rows.read)} read${buckets.length > 0 ? ` = ${buckets.join(' + ')}` : ''}`);
  if (delivery.delivered !== undefined) {
    lines.push(
      `Events: ${formatCount(delivery.delivered)} delivered, ${formatCount(delivery.alreadyDelivered ?? 0)} delivered before, ${formatCount(delivery.refused ?? 0)} refused`,
    );
  } else {
    lines.push(
      `Identifiers: ${formatCount(delivery.added ?? 0)} added, ${formatCount(delivery.removed ?? 0)} removed, ${formatCount(delivery.unchanged ?? 0)} unchanged`,
    );
  }
  for (const [type, counts] of Object.entries(summary.identifiers)) {
    if (counts === undefined) continue;
    const rejected = Object.entries(counts.rejected).map(
      ([reason, times]) => `${reason} ${formatCount(times ?? 0)}`,
    );
    lines.push(
      `  ${type}: ${formatCount(counts.valid)} valid, ${formatCount(counts.sent)} sent${rejected.length > 0 ? `; rejected: ${rejected.join(', ')}` : ''}`,
    );
  }
  lines.push(...testFindings(summary));
  lines.push(
    `Requests: ${formatCount(delivery.requests)}, retries ${formatCount(delivery.retries)}; ${summary.seconds.total.toFixed(1)} s`,
  );
  return lines.join('\n');
}
