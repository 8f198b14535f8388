import type { Range } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import type { Journal } from '../ports/journal.ts';
import type { CallOptions, WaitNotice } from '../ports/tiktok.ts';
import type { Fault } from '../remedies/faults.ts';
import { OutcomeUnknownError } from '../remedies/outcome-unknown.ts';
import { joinRanges, subtractRanges } from './ranges.ts';

/** Requests under way at once: enough to hide the way to TikTok, few enough to stop quickly. */
const REQUESTS_IN_FLIGHT = 4;

/**
 * When this many single entries were refused and not one was taken, it isn't the entries: stop and say so
 * instead of asking TikTok about every person one by one.
 */
const LONE_REFUSALS_WITHOUT_SUCCESS = 8;

export interface DeliverBatchesOptions {
  /** In the order in which they are sent. */
  readonly batches: readonly Range[];
  readonly journal: Journal;
  /** Sends one batch; rejects with a KnownError that carries a Fault. */
  readonly send: (range: Range, options: CallOptions) => Promise<{ readonly requestId: string | undefined }>;
  /** Asks to stop: what is in flight is finished, waits end at once. */
  readonly cancel: AbortSignal;
  readonly onConfirmed: (range: Range) => void;
  readonly onWait: (notice: WaitNotice) => void;
}

export interface DeliverBatchesResult {
  readonly confirmed: readonly Range[];
  readonly refused: readonly Range[];
  /** Sent, but no answer settled what became of them. */
  readonly unknown: readonly Range[];
  /** Why sending ended early; undefined when every batch was answered. */
  readonly fault: Fault | undefined;
  /** An unexpected error: a bug, not TikTok's answer. */
  readonly bug: unknown;
  /** The last refusal that was about single entries, to be shown with them. */
  readonly refusal: Fault | undefined;
  readonly requests: number;
  readonly retries: number;
}

/**
 * Sends batches, several at once, and writes each one's fate to the journal: `sent` before the request,
 * `confirmed`, `refused` or `unknown` after it. A batch that TikTok refuses for its contents is halved until
 * the guilty entries stand alone (TikTok refuses whole requests and names no row). Any other fault ends the
 * sending; what is in flight is awaited first, so nothing is left without a line in the journal.
 */
export async function deliverBatches(options: DeliverBatchesOptions): Promise<DeliverBatchesResult> {
  const queue = [...options.batches];
  const confirmed: Range[] = [];
  const refused: Range[] = [];
  const unknown: Range[] = [];
  let fault: Fault | undefined;
  let bug: unknown;
  let refusal: Fault | undefined;
  let requests = 0;
  let retries = 0;
  let largestBatch = Number.POSITIVE_INFINITY;
  const isOver = () => fault !== undefined || bug !== undefined || options.cancel.aborted;

  const takeNext = (): Range | undefined => {
    const next = queue.shift();
    if (next === undefined || next.to - next.from <= largestBatch) return next;
    queue.unshift({ from: next.from + largestBatch, to: next.to });
    return { from: next.from, to: next.from + largestBatch };
  };

  const settle = async (range: Range, error: KnownError, wasRetried: boolean): Promise<void> => {
    const problem = error.fault;
    if (problem === undefined) {
      await options.journal.append({ type: 'batch', state: 'unknown', ...range });
      unknown.push(range);
      throw error;
    }
    const details = { requestId: problem.requestId, code: problem.code, message: problem.message };
    if (!isAboutContents(problem)) {
      const isUnknown = error instanceof OutcomeUnknownError || !isOutcomeKnown(problem);
      const state = isUnknown ? 'unknown' : 'returned';
      await options.journal.append({ type: 'batch', state, ...range, ...details });
      if (isUnknown) unknown.push(range);
      fault ??= problem;
      return;
    }
    refusal = problem;
    const size = range.to - range.from;
    // A partial answer, or an attempt before this one, may have changed something: the entries stay unknown
    // until their halves are answered.
    const state = problem.kind === 'partial' || wasRetried ? 'unknown' : 'returned';
    if (size > 1) {
      await options.journal.append({ type: 'batch', state, ...range, ...details });
      if (isAboutSize(problem)) largestBatch = Math.min(largestBatch, Math.ceil(size / 2));
      const middle = range.from + Math.floor(size / 2);
      queue.unshift({ from: range.from, to: middle }, { from: middle, to: range.to });
      return;
    }
    // A lone entry of two identifiers may be half done, and one that was tried before may be done.
    if (state === 'unknown') await options.journal.append({ type: 'batch', state, ...range, ...details });
    await options.journal.append({ type: 'batch', state: 'refused', ...range, ...details });
    refused.push(range);
    if (confirmed.length === 0 && refused.length >= LONE_REFUSALS_WITHOUT_SUCCESS) fault ??= problem;
  };

  const sendOne = async (range: Range): Promise<void> => {
    await options.journal.append({ type: 'batch', state: 'sent', ...range });
    const call = cancellableWhileWaiting(options.cancel);
    requests += 1;
    let wasRetried = false;
    try {
      const { requestId } = await options.send(range, {
        signal: call.signal,
        onWait: (notice) => {
          if (notice.isPacing !== true) {
            wasRetried = true;
            retries += 1;
            requests += 1;
          }
          // It stays in doubt also when a later attempt is answered. Lines are written in their order, and one that
          // can't be written is followed by one that says so.
          if (notice.isInDoubt === true) {
            options.journal.append({ type: 'batch', state: 'unknown', ...range }).catch(() => undefined);
          }
          options.onWait(notice);
          call.waiting();
        },
      });
      await options.journal.append({ type: 'batch', state: 'confirmed', ...range, requestId });
      confirmed.push(range);
      options.onConfirmed(range);
    } catch (error) {
      if (error instanceof KnownError) return await settle(range, error, wasRetried);
      if (!options.cancel.aborted) throw error;
      await options.journal.append({ type: 'batch', state: 'unknown', ...range });
      unknown.push(range);
    } finally {
      call.dispose();
    }
  };

  const work = async (): Promise<void> => {
    while (!isOver()) {
      const range = takeNext();
      if (range === undefined) return;
      try {
        await sendOne(range);
      } catch (error) {
        if (error instanceof KnownError && error.fault !== undefined) fault ??= error.fault;
        else bug ??= error;
      }
    }
  };
  // A worker that finds the queue empty may leave too early: another one's refused batch comes back halved.
  for (;;) {
    await Promise.all(Array.from({ length: REQUESTS_IN_FLIGHT }, work));
    if (queue.length === 0 || isOver()) break;
  }

  const answered = [...confirmed, ...refused];
  return {
    confirmed: joinRanges(confirmed),
    refused: joinRanges(refused),
    unknown: subtractRanges(unknown, answered),
    fault,
    bug,
    refusal,
    requests,
    retries,
  };
}

function isAboutContents(fault: Fault): boolean {
  return fault.kind === 'invalid-parameters' || fault.kind === 'partial';
}

/** 40061 and 40011 are TikTok's codes for too many at once; a gateway says 413. */
function isAboutSize(fault: Fault): boolean {
  return fault.code === 40061 || fault.code === 40011 || fault.code === 413;
}

/** After a lost connection or a broken answer nobody knows what TikTok did with the batch. */
function isOutcomeKnown(fault: Fault): boolean {
  switch (fault.kind) {
    case 'network':
    case 'tiktok-unavailable':
    case 'maintenance':
    case 'unknown':
    case 'cancelled':
      return false;
    default:
      return true;
  }
}

/**
 * A signal that lets a request finish after a cancel, but ends its back-off wait at once: requests are
 * short, waits may take minutes.
 */
export function cancellableWhileWaiting(cancel: AbortSignal) {
  const controller = new AbortController();
  let isWaiting = false;
  const stop = () => {
    if (isWaiting) controller.abort(cancel.reason);
  };
  cancel.addEventListener('abort', stop);
  return {
    signal: controller.signal,
    waiting: () => {
      isWaiting = true;
      if (cancel.aborted) stop();
    },
    dispose: () => cancel.removeEventListener('abort', stop),
  };
}
