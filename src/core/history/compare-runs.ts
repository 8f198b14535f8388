import type { Outcome, Summary } from '../delivery/events.ts';
import { isRecord } from '../is-record.ts';
import type { RunRecord } from '../ports/storage.ts';
import { isSameContent } from '../profiles/same-content.ts';

/** A setting that two runs don't share; undefined where a run doesn't have it. */
export interface SettingDifference {
  readonly setting: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** A figure of two runs; undefined where a run didn't get far enough to know it. */
export interface CountPair {
  /** Such as `rows.sent`, `delivery.added` or `rejected.EMAIL.not-an-email`. */
  readonly name: string;
  readonly one: number | undefined;
  readonly other: number | undefined;
}

export interface RunHead {
  readonly id: string;
  readonly orchestration: string;
  readonly kind: RunRecord['kind'];
  readonly startedAt: string;
  readonly outcome: Outcome | undefined;
  readonly version: string;
  /** What stopped it. */
  readonly fault: { readonly kind: string; readonly message: string } | undefined;
}

export interface RunComparison {
  readonly one: RunHead;
  readonly other: RunHead;
  readonly settings: readonly SettingDifference[];
  /** True when both read files of the same identity, size and time; undefined when one never read any. */
  readonly sameSource: boolean | undefined;
  /** Every figure that either run has, in the order of a summary. */
  readonly counts: readonly CountPair[];
}

/** What delivery notes for itself and nobody set; the wrapped key is no one's to look at. */
export const INTERNAL_SETTINGS: ReadonlySet<string> = new Set(['stageKey', 'fingerprint', 'wrappedKey']);

/** Two runs side by side: the settings that differ, and every count. */
export function compareRuns(one: RunRecord, other: RunRecord): RunComparison {
  return {
    one: headOf(one),
    other: headOf(other),
    settings: compareSettings(one, other),
    sameSource: sameSource(one, other),
    counts: compareCounts(one.summary, other.summary),
  };
}

function headOf({ id, orchestration, kind, startedAt, outcome, version, fault }: RunRecord): RunHead {
  const stopped = fault === undefined ? undefined : { kind: fault.kind, message: fault.message };
  return { id, orchestration, kind, startedAt, outcome, version, fault: stopped };
}

function compareSettings(one: RunRecord, other: RunRecord): readonly SettingDifference[] {
  const left = settingsOf(one);
  const right = settingsOf(other);
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((setting) => {
    const pair = { setting, one: left.get(setting), other: right.get(setting) };
    return isSameContent(pair.one, pair.other) ? [] : [pair];
  });
}

/** Settings by name, those of an object each by itself: `rules.emailRule`. */
function settingsOf({ orchestration, settings }: RunRecord): ReadonlyMap<string, unknown> {
  const flat = new Map<string, unknown>([['orchestration', orchestration]]);
  for (const [name, value] of Object.entries(settings)) {
    if (INTERNAL_SETTINGS.has(name)) continue;
    if (!isRecord(value)) flat.set(name, value);
    else for (const [part, inner] of Object.entries(value)) flat.set(`${name}.${part}`, inner);
  }
  return flat;
}

function sameSource(one: RunRecord, other: RunRecord): boolean | undefined {
  const left = one.settings.fingerprint;
  const right = other.settings.fingerprint;
  return left === undefined || right === undefined ? undefined : left === right;
}

function compareCounts(one: Summary | undefined, other: Summary | undefined): readonly CountPair[] {
  const left = countsOf(one);
  const right = countsOf(other);
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.map((name) => ({ name, one: left.get(name), other: right.get(name) }));
}

function countsOf(summary: Summary | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (summary === undefined) return counts;
  const put = (group: string, values: Readonly<Record<string, number | undefined>>) => {
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) counts.set(`${group}.${name}`, value);
  };
  put('rows', { ...summary.rows });
  for (const [type, identifier] of Object.entries(summary.identifiers)) {
    if (identifier === undefined) continue;
    put(`identifiers.${type}`, { valid: identifier.valid, sent: identifier.sent });
    put(`rejected.${type}`, { ...identifier.rejected });
  }
  put('rejected', { ...summary.rejected });
  put('delivery', { ...summary.delivery });
  put('seconds', { ...summary.seconds });
  return counts;
}
