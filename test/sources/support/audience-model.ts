import type { AudienceTally, Range } from '../../../src/core/audiences/plan.ts';
import { sha256 } from '../../../src/core/identifiers/hash.ts';

/**
 * What planning an audience means, said in the plainest way: objects and loops, for small lists. The engine's
 * plan has to come to the same.
 */

export type Type = 'EMAIL' | 'PHONE';

/** A row: the value of each slot, or null. Values are valid as they are. */
export type Row = readonly (string | null)[];

export interface Model {
  readonly slots: readonly Type[];
  readonly rows: readonly Row[];
  /** `TYPE:hash` → whether it is certain. */
  readonly ledger: ReadonlyMap<string, boolean>;
  readonly mode: 'match' | 'add' | 'remove';
  readonly ledgerComplete: boolean;
  readonly limit: number | undefined;
}

interface Entry {
  /** Index of its row; undefined for a delete that comes from the ledger. */
  readonly row: number | undefined;
  readonly isAdd: boolean;
  readonly keys: readonly string[];
}

export interface ModelPlan {
  readonly entries: readonly Entry[];
  tally(confirmed: readonly Range[], refused: readonly Range[]): Omit<AudienceTally, 'identifiers'>;
  ledgerAfter(confirmed: readonly Range[], unknown: readonly Range[]): Map<string, boolean>;
}

export const keyOf = (type: Type, value: string) => `${type}:${sha256(value)}`;

const isIn = (ranges: readonly Range[], index: number) =>
  ranges.some(({ from, to }) => index >= from && index < to);

export function planByModel(model: Model): ModelPlan {
  const { slots, rows, ledger, mode, ledgerComplete, limit } = model;
  const types = (['EMAIL', 'PHONE'] as const).filter((type) => slots.includes(type));
  const seen = new Set<string>();
  const entries: Entry[] = [];
  const counts = {
    rejected: 0,
    duplicate: 0,
    unchanged: 0,
    toSend: 0,
    identifiersUnchanged: 0,
    withIdentifier: 0,
  };
  for (const [index, row] of rows.entries()) {
    const keys = row.flatMap((value, slot) =>
      value === null ? [] : [{ type: slots[slot] ?? 'EMAIL', value }],
    );
    if (keys.length === 0) {
      counts.rejected += 1;
      continue;
    }
    counts.withIdentifier += 1;
    const first = keys.filter(({ type, value }) => {
      const isFirst = !seen.has(keyOf(type, value));
      seen.add(keyOf(type, value));
      return isFirst;
    });
    if (first.length === 0) {
      counts.duplicate += 1;
      continue;
    }
    const fresh = first.filter(({ type, value }) => {
      const key = keyOf(type, value);
      return mode === 'remove' ? !ledgerComplete || ledger.has(key) : ledger.get(key) !== true;
    });
    counts.identifiersUnchanged += first.length - fresh.length;
    if (fresh.length === 0) {
      counts.unchanged += 1;
      continue;
    }
    counts.toSend += 1;
    if (limit !== undefined && counts.toSend + counts.unchanged > limit) continue;
    const byType = types.map((type) => fresh.filter((each) => each.type === type));
    const length = Math.max(...byType.map((list) => list.length));
    for (let turn = 0; turn < length; turn += 1) {
      const carried = byType.flatMap((list) => list.slice(turn, turn + 1));
      entries.push({
        row: index,
        isAdd: mode !== 'remove',
        keys: carried.map(({ type, value }) => keyOf(type, value)),
      });
    }
  }
  if (mode === 'match') {
    const leaving = types.map((type) =>
      [...ledger.keys()].filter((key) => key.startsWith(type) && !seen.has(key)).sort(),
    );
    const length = Math.max(0, ...leaving.map((list) => list.length));
    for (let turn = 0; turn < length; turn += 1) {
      entries.push({
        row: undefined,
        isAdd: false,
        keys: leaving.flatMap((list) => list.slice(turn, turn + 1)),
      });
    }
  }
  return {
    entries,
    tally: (confirmed, refused) => {
      const states = new Map<number, number>();
      let added = 0;
      let removed = 0;
      for (const [number, { row, isAdd, keys }] of entries.entries()) {
        const state = isIn(confirmed, number) ? 2 : isIn(refused, number) ? 1 : 0;
        if (row !== undefined) states.set(row, Math.max(states.get(row) ?? 0, state));
        if (state === 2 && isAdd) added += keys.length;
        if (state === 2 && !isAdd) removed += keys.length;
      }
      const sent = [...states.values()].filter((state) => state === 2).length;
      const refusedRows = [...states.values()].filter((state) => state === 1).length;
      const valid = rows.length - counts.rejected;
      return {
        rows: {
          read: rows.length,
          withIdentifier: counts.withIdentifier,
          valid,
          unique: valid - counts.duplicate,
          sent,
          unchanged: counts.unchanged,
          duplicate: counts.duplicate,
          rejected: counts.rejected,
          refused: refusedRows,
          merged: 0,
          pending: counts.toSend - sent - refusedRows,
        },
        delivery: { added, removed, unchanged: counts.identifiersUnchanged },
      };
    },
    ledgerAfter: (confirmed, unknown) => {
      const after = new Map(ledger);
      for (const [number, { isAdd, keys }] of entries.entries()) {
        for (const key of keys) {
          if (isIn(confirmed, number)) {
            if (isAdd) after.set(key, true);
            else after.delete(key);
          } else if (isIn(unknown, number)) {
            if (isAdd) after.set(key, after.get(key) ?? false);
            else if (after.has(key)) after.set(key, false);
          }
        }
      }
      return after;
    },
  };
}
