import type { WrittenEntry } from '../../../../src/core/ports/journal.ts';
import type {
  AudienceRecord,
  AudienceStore,
  RunFolder,
  RunRecord,
  RunStore,
} from '../../../../src/core/ports/storage.ts';

/** What the stores keep, without a disk: what was written stays, also when a process dies. */
export class Memory {
  /** Staged files and ledgers, by path. */
  readonly files = new Map<string, string>();
  readonly audiences: AudienceStore;
  readonly runs: RunStore;
  readonly #records = new Map<string, AudienceRecord>();
  readonly #runs = new Map<string, { record: RunRecord; readonly journal: WrittenEntry[] }>();

  constructor(now: () => number) {
    const key = (advertiserId: string, audienceId: string) => `${advertiserId}/${audienceId}`;
    const ledgerPath = (advertiserId: string, audienceId: string) =>
      `audiences/${key(advertiserId, audienceId)}/ledger`;
    this.audiences = {
      find: (...which) => this.#records.get(key(...which)),
      list: () =>
        [...this.#records].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, record]) => record),
      save: (record) => {
        const place = key(record.advertiserId, record.audienceId);
        this.#records.set(place, { ...this.#records.get(place), ...record });
      },
      forget: (...which) => {
        const isThere = this.#records.delete(key(...which));
        return this.files.delete(ledgerPath(...which)) || isThere;
      },
      ledgerPath,
      // What a dead process held is taken over.
      lock: async () => ({ release: async () => undefined }),
    };
    const folderOf = (id: string): RunFolder | undefined => {
      const kept = this.#runs.get(id);
      if (kept === undefined) return undefined;
      return {
        get record() {
          return kept.record;
        },
        stagedPath: `runs/${id}/staged`,
        sealedPath: `runs/${id}/sealed`,
        filesPath: `runs/${id}/files`,
        journal: {
          append: async (entry) => void kept.journal.push({ at: new Date(now()).toISOString(), ...entry }),
          read: () => [...kept.journal],
        },
        update: (change) => {
          kept.record = { ...kept.record, ...change };
        },
      };
    };
    this.runs = {
      create: (record) => {
        this.#runs.set(record.id, { record, journal: [] });
        const folder = folderOf(record.id);
        if (folder === undefined) throw new Error('It was made a moment ago.');
        return folder;
      },
      open: folderOf,
      journalOf: (id) => ({ read: () => this.#runs.get(id)?.journal ?? [] }),
      list: () => ({ runs: [...this.#runs.values()].map(({ record }) => record).toReversed(), broken: [] }),
    };
  }

  delete(runId: string): void {
    this.#runs.delete(runId);
    this.files.delete(`runs/${runId}/staged`);
  }
}
