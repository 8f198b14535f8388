import { runsOfAudience } from '../history/run-order.ts';
import type { RunEntries } from '../ports/engine.ts';
import type { RunFolder } from '../ports/storage.ts';
import { readDoubts } from './journal-state.ts';
import type { DeliveryPorts, RunContext } from './run-context.ts';

/**
 * How long a request that got no answer may still be on its way to where TikTok keeps audiences, in seconds. TikTok
 * says nothing about it; this is ten times as long as tada waits for an answer, and as long as TikTok itself wants to
 * be left alone after too many requests.
 */
const SETTLING_SECONDS = 300;

const REASON =
  'A request of an earlier run got no answer and may still arrive; what takes it back waits for it';

/** What waiting needs of a run. */
interface SettlingContext extends Pick<RunContext, 'queue' | 'cancel'> {
  readonly ports: Pick<DeliveryPorts, 'runs' | 'clock' | 'waitScale'>;
  readonly folder: Pick<RunFolder, 'record'>;
}

/**
 * Waits, and says so, before something is asked that is the opposite of what an earlier run of this audience asked a
 * moment ago without an answer: TikTok may carry that out only now, behind the opposite, and then the audience would
 * not be what was confirmed last. Within a run that can't happen, since a run asks one thing of an identifier.
 * `isOpposed` is asked about those entries, and only when there are any.
 */
export async function awaitSettling(
  context: SettlingContext,
  isOpposed: (entries: readonly RunEntries[]) => Promise<boolean>,
): Promise<void> {
  const { ports, queue, cancel } = context;
  const settling = SETTLING_SECONDS * 1000 * (ports.waitScale ?? 1);
  const doubts = recentDoubts(context, ports.clock.now() - settling);
  if (doubts.length === 0 || !(await isOpposed(doubts))) return;
  const last = doubts.reduce((latest, { until }) => Math.max(latest, until), 0);
  // A clock that was put back since makes it look like the future.
  const wait = Math.min(settling, last + settling - ports.clock.now());
  if (wait <= 0) return;
  queue.push({ type: 'wait', reason: REASON, seconds: wait / 1000 });
  await ports.clock.sleep(wait, cancel);
}

/** Entries that other runs of the audience sent without an answer after that time. */
function recentDoubts(
  { ports, folder }: SettlingContext,
  after: number,
): readonly (RunEntries & { until: number })[] {
  const others = runsOfAudience(ports.runs.list().runs, folder.record)
    .filter(({ id }) => id !== folder.record.id)
    .toReversed();
  const found: (RunEntries & { until: number })[] = [];
  for (const other of others) {
    const run = ports.runs.open(other.id);
    const entries = run?.journal.read() ?? [];
    // They delivered one after another: whoever came before this one is silent for longer.
    if (run === undefined || Date.parse(entries.at(-1)?.at ?? '') < after) break;
    const doubts = readDoubts(entries).filter(({ until }) => until >= after);
    const until = doubts.reduce((latest, doubt) => Math.max(latest, doubt.until), 0);
    if (doubts.length > 0) found.push({ stagedPath: run.stagedPath, entries: doubts, until });
  }
  return found;
}
