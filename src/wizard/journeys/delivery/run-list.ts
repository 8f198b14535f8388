import type { RunRecord } from '../../../core/ports/storage.ts';
import { formatAmount, formatCount } from '../../../core/wording.ts';

/** How a run stands; one without an outcome was killed, or is still going on elsewhere. */
export type RunStanding = 'completed' | 'alert' | 'error' | 'cancelled' | 'unfinished';

const STANDING_WORDS: Readonly<Record<RunStanding, string>> = {
  completed: 'completed',
  alert: 'done, with issues',
  error: 'failed',
  cancelled: 'stopped',
  unfinished: 'not finished',
};

export function standingOf({ outcome }: Pick<RunRecord, 'outcome'>): RunStanding {
  return outcome ?? 'unfinished';
}

export function standingWords(record: Pick<RunRecord, 'outcome'>): string {
  return STANDING_WORDS[standingOf(record)];
}

/** Completed runs have nothing to go on with; everything else has. */
export function canResume(record: Pick<RunRecord, 'outcome'>): boolean {
  return record.outcome !== 'completed' && record.outcome !== 'alert';
}

export interface RunItem {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  /** Of the clock, from its start to its end; undefined for a run that never told its summary. */
  readonly seconds: number | undefined;
  /** Words that find it besides what is shown. */
  readonly keywords: string;
}

/** Runs as lines to choose from, in the order given (newest first). */
export function runItems(runs: readonly RunRecord[]): readonly RunItem[] {
  return runs.map((run) => ({
    id: run.id,
    label: `${localMinute(run.startedAt)}  ${run.orchestration}`,
    note: [standingWords(run), changesIn(run)].filter((part) => part !== '').join(', '),
    seconds: run.summary?.seconds.total,
    keywords: [run.id, run.user, run.fault?.kind, run.audienceId]
      .filter((part) => part !== undefined)
      .join(' '),
  }));
}

function changesIn({ summary, settings }: RunRecord): string {
  if (summary === undefined) return '';
  const { added = 0, removed = 0, delivered } = summary.delivery;
  if (delivered !== undefined) return changesOfEvents(delivered, settings);
  return `+${formatCount(added)} −${formatCount(removed)}`;
}

/** Test events never count as delivered. */
function changesOfEvents(delivered: number, settings: RunRecord['settings']): string {
  return isTestRun(settings) ? formatAmount(delivered, 'test event') : formatAmount(delivered, 'event');
}

/** Whether a run only sent test events, by what it was started with. */
export function isTestRun(settings: RunRecord['settings']): boolean {
  return settings.testEventCode !== undefined;
}

/** `2026-03-01 09:05` in this machine's time zone; a text that is no time stays as it is. */
export function localMinute(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
