import type { CountPair, RunComparison, RunHead } from '../../../core/history/compare-runs.ts';
import { formatCount } from '../../../core/wording.ts';
import { localMinute } from './run-list.ts';

/** What two runs have in one respect, in words. */
export interface ComparedLine {
  readonly name: string;
  readonly one: string;
  readonly other: string;
  /** Of the other against the one, such as `+3`; empty where nothing changed or nothing is known. */
  readonly change: string;
}

/** Two runs side by side, in the words that the command and the wizard share. */
export interface ComparedRuns {
  readonly heads: readonly ComparedLine[];
  /** Whether both read the same files; undefined when one of them never read any. */
  readonly source: string | undefined;
  readonly settingsTitle: string;
  readonly settings: readonly ComparedLine[];
  /** Figures that aren't 0 in both. */
  readonly counts: readonly ComparedLine[];
}

export function describeComparison(comparison: RunComparison): ComparedRuns {
  const { one, other, settings, sameSource, counts } = comparison;
  const head = (name: string, tell: (run: RunHead) => string): ComparedLine => ({
    name,
    one: tell(one),
    other: tell(other),
    change: '',
  });
  return {
    heads: [
      head('run', ({ id }) => id),
      head('orchestration', ({ orchestration }) => orchestration),
      head('started', ({ startedAt }) => localMinute(startedAt)),
      head('outcome', outcomeOf),
      head('tada', ({ version }) => version),
    ],
    source:
      sameSource === undefined
        ? undefined
        : sameSource
          ? 'Both read the same files.'
          : 'The files changed in between.',
    settingsTitle: settings.length === 0 ? 'No setting differs.' : 'Settings that differ',
    settings: settings.map((each) => ({
      name: each.setting,
      one: valueText(each.one),
      other: valueText(each.other),
      change: '',
    })),
    counts: counts
      .filter((each) => (each.one ?? 0) !== 0 || (each.other ?? 0) !== 0)
      .map((each) => ({
        name: each.name,
        one: countText(each.one),
        other: countText(each.other),
        change: changeOf(each),
      })),
  };
}

function outcomeOf({ outcome, fault }: RunHead): string {
  return `${outcome ?? 'unfinished'}${fault === undefined ? '' : ` (${fault.kind})`}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return '(not set)';
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value);
}

function countText(count: number | undefined): string {
  return count === undefined ? '-' : formatCount(count);
}

function changeOf({ one, other }: CountPair): string {
  if (one === undefined || other === undefined || one === other) return '';
  const difference = Math.round((other - one) * 1000) / 1000;
  return `${difference > 0 ? '+' : ''}${formatCount(difference)}`;
}
