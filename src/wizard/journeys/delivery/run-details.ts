import type { TaskName, TaskStatus } from '../../../core/delivery/events.ts';
import { readJournalState } from '../../../core/delivery/journal-state.ts';
import { rangesSize } from '../../../core/delivery/ranges.ts';
import { INTERNAL_SETTINGS } from '../../../core/history/compare-runs.ts';
import type { WrittenEntry } from '../../../core/ports/journal.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import type { Fault } from '../../../core/remedies/faults.ts';
import type { RunView } from '../../run-service.ts';
import { runKindOf } from './campaign-runs.ts';
import { type RunKind, tasksOf } from './task-words.ts';

export interface PastTask {
  readonly name: TaskName;
  readonly status: TaskStatus;
  readonly fault: Fault | undefined;
}

/** One request that changed the audience or brought events, or tried to. */
export interface PastRequest {
  /** ISO time of the answer. */
  readonly at: string;
  readonly what: string;
  readonly state: string;
  readonly requestId: string | undefined;
  readonly code: number | undefined;
}

/** A run of the past, told from its journal. */
export interface RunDetails {
  readonly tasks: readonly PastTask[];
  readonly requests: readonly PastRequest[];
  /** Members or events (entries) by what TikTok said of them; undefined before anything was planned. */
  readonly members:
    | {
        readonly planned: number;
        readonly confirmed: number;
        readonly refused: number;
        readonly unknown: number;
      }
    | undefined;
  readonly wasResumed: number;
  readonly hasRejects: boolean;
  readonly settings: readonly { readonly name: string; readonly value: string }[];
}

export function runDetails({ record, journal }: RunView): RunDetails {
  const planned = journal.findLast((entry) => entry.type === 'planned' || entry.type === 'planned-events');
  const { confirmed, refused, unknown } = readJournalState(journal);
  return {
    tasks: pastTasks(runKindOf(record), journal),
    requests: journal.flatMap((entry) => requestOf(entry, record.kind)),
    members:
      planned?.type === 'planned' || planned?.type === 'planned-events'
        ? {
            planned: planned.plan.entries,
            confirmed: rangesSize(confirmed),
            refused: rangesSize(refused),
            unknown: rangesSize(unknown),
          }
        : undefined,
    wasResumed: journal.filter(({ type }) => type === 'resumed').length,
    hasRejects: journal.some(({ type }) => type === 'staged' || type === 'staged-events'),
    settings: settingsOf(record.settings),
  };
}

/** The last word on each task; a resumed run tells of some twice. */
export function pastTasks(kind: RunKind, journal: readonly WrittenEntry[]): readonly PastTask[] {
  return tasksOf(kind).map((name) => {
    const last = journal.findLast((entry) => entry.type === 'task' && entry.name === name);
    return last?.type === 'task'
      ? { name, status: last.status, fault: last.fault }
      : { name, status: 'waiting', fault: undefined };
  });
}

function requestOf(entry: WrittenEntry, kind: RunRecord['kind']): readonly PastRequest[] {
  if (entry.type === 'audience' && entry.requestId !== undefined) {
    const { at, requestId } = entry;
    return [{ at, what: `audience ${entry.id}`, state: 'created', requestId, code: undefined }];
  }
  if (entry.type !== 'batch' || entry.state === 'sent') return [];
  const { at, state, requestId, code } = entry;
  const unit = kind === 'events' ? 'events' : 'members';
  return [{ at, what: `${unit} ${entry.from + 1} to ${entry.to}`, state, requestId, code }];
}

function settingsOf(settings: Readonly<Record<string, unknown>>): RunDetails['settings'] {
  return Object.entries(settings)
    .filter(([name, value]) => !INTERNAL_SETTINGS.has(name) && value !== undefined)
    .map(([name, value]) => ({ name, value: settingText(value) }));
}

function settingText(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(settingText).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, part]) => `${name} ${settingText(part)}`)
      .join(', ');
  }
  return String(value);
}
