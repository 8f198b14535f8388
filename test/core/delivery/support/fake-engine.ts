import type { AudienceTally, Range } from '../../../../src/core/audiences/plan.ts';
import { NO_ROWS } from '../../../../src/core/delivery/summarise.ts';
import { KnownError } from '../../../../src/core/errors.ts';
import type { Engine, PlanAudienceRequest, StageUndoRequest } from '../../../../src/core/ports/engine.ts';
import type { FakeTikTok } from './fake-tiktok.ts';
import type { Mortal } from './mortal.ts';

export interface Entry {
  readonly hash: string;
  readonly isAdd: boolean;
  /** Whether a row asked for it; the others leave because no row has them. */
  readonly isRow: boolean;
}

interface Staged {
  readonly rows: readonly string[];
  readonly entries: readonly Entry[];
  readonly unchanged: number;
}

/** Members, and whether each is certain. */
type Ledger = Map<string, boolean>;

/**
 * The engine's contract over lists of one identifier each, as small as it can be, in files where the real one has its
 * own. The real one's arithmetic is compared with models elsewhere.
 */
export function fakeEngine(
  process: Mortal,
  tiktok: FakeTikTok,
  files: Map<string, string>,
  rows: readonly string[],
  /** Of a campaign: the list of each of its groups. */
  groups: readonly (readonly string[])[] = [],
): Engine {
  const { read, write, readLedger, writeLedger } = disk(files);
  const engine = {
    describe: async () => [{ name: 'EMAIL', type: 'VARCHAR' }],
    stageAudience: async ({ stagedPath }) => {
      process.does(() => write(stagedPath, { rows, entries: [], unchanged: 0 }));
      return stagedOf(rows);
    },
    stageCampaign: async ({ files: wanted }) => {
      process.does(() => {
        for (const [index, { stagedPath }] of wanted.entries()) {
          write(stagedPath, { rows: groups[index] ?? [], entries: [], unchanged: 0 });
        }
      });
      return {
        rowsRead: groups.flat().length,
        rowsWithoutKey: 0,
        unreadable: { count: 0, examples: [] },
        notes: [],
        people: groups.flat().length,
        peopleExcluded: 0,
        peopleOutside: 0,
        sharedIdentifiers: 0,
        files: groups.map((group) => ({
          staged: stagedOf(group),
          groups: [{ people: group.length, rows: group.length }],
        })),
        seconds: 0,
      };
    },
    planAudience: async (request) => {
      const ledger = readLedger(request.ledgerPath);
      const { rows } = read(request.stagedPath);
      const staged = planned(request, rows, ledger);
      process.does(() => write(request.stagedPath, staged));
      const { entries } = staged;
      return {
        entries: entries.length,
        addEntries: entries.filter(({ isAdd }) => isAdd).length,
        ledgerSize: ledger.size,
        expected: tally(staged, [{ from: 0, to: entries.length }], []),
        seconds: 0,
      };
    },
    readAudienceBatch: async (stagedPath, range, audienceIds) =>
      JSON.stringify(
        read(stagedPath)
          .entries.slice(range.from, range.to)
          .map(({ hash }) => [{ id: hash, audience_ids: audienceIds }]),
      ),
    tallyAudience: async (stagedPath, confirmed, refused) => tally(read(stagedPath), confirmed, refused),
    opposesEntries: async (stagedPath, others) =>
      others.some((other) => {
        if (!files.has(other.stagedPath)) return true;
        const theirs = read(other.stagedPath).entries.filter((_, number) => isIn(number, other.entries));
        return read(stagedPath).entries.some((own) =>
          theirs.some(({ hash, isAdd }) => hash === own.hash && isAdd !== own.isAdd),
        );
      }),
    applyToLedger: async (ledgerPath, stagedPath, { confirmed, unknown }) => {
      const ledger = readLedger(ledgerPath);
      const { entries } = read(stagedPath);
      for (const [number, { hash, isAdd }] of entries.entries()) {
        if (isIn(number, confirmed)) {
          if (isAdd) ledger.set(hash, true);
          else ledger.delete(hash);
        } else if (isIn(number, unknown)) {
          if (!isAdd && ledger.has(hash)) ledger.set(hash, false);
          if (isAdd && !ledger.has(hash)) ledger.set(hash, false);
        }
      }
      process.does(() => writeLedger(ledgerPath, ledger));
      return ledger.size;
    },
    joinLedgers: async (ledgerPath, otherPath) => {
      const ledger = readLedger(ledgerPath);
      const other = readLedger(otherPath);
      for (const [hash, isCertain] of ledger) ledger.set(hash, isCertain && other.get(hash) === true);
      for (const hash of other.keys()) if (!ledger.has(hash)) ledger.set(hash, false);
      process.does(() => writeLedger(ledgerPath, ledger));
    },
    stageUndo: async (request) => {
      const staged = undone(request, files);
      process.does(() => write(request.stagedPath, staged));
      const { entries } = staged;
      const plan = {
        entries: entries.length,
        addEntries: entries.filter(({ isAdd }) => isAdd).length,
        ledgerSize: readLedger(request.ledgerPath).size,
        expected: tally(staged, [{ from: 0, to: entries.length }], []),
        seconds: 0,
      };
      return { idSchema: ['EMAIL_SHA256'], plan };
    },
    writeCustomerFiles: async ({ stagedPath, filesPath, contents }) => {
      const { rows, entries } = read(stagedPath);
      const path = `${filesPath}/1.txt`;
      const lines =
        contents === 'list'
          ? [...new Set(rows)]
          : entries.filter(({ isRow }) => isRow).map(({ hash }) => hash);
      tiktok.upload(path, lines);
      return [{ path, name: '1.txt', bytes: 1, lines: lines.length, md5: '0'.repeat(32) }];
    },
    removeCustomerFiles: async () => undefined,
  } satisfies Partial<Engine>;
  return new Proxy(engine as unknown as Engine, {
    get(known, name): unknown {
      const found: unknown = Reflect.get(known, name);
      if (found === undefined) throw new Error(`The engine of these tests has no ${String(name)}.`);
      return found;
    },
  });
}

/** The entries of a run's staged file; none where there is no file. */
export function readEntries(files: Map<string, string>, stagedPath: string): readonly Entry[] {
  return files.has(stagedPath) ? disk(files).read(stagedPath).entries : [];
}

/** Everyone a ledger holds for certain, and those who are there perhaps. */
export function readMembers(files: Map<string, string>, ledgerPath: string) {
  const all = [...disk(files).readLedger(ledgerPath)];
  const hashes = (isCertain: boolean) =>
    new Set(all.filter(([, certain]) => certain === isCertain).map(([hash]) => hash));
  return { certain: hashes(true), perhaps: hashes(false) };
}

function stagedOf(rows: readonly string[]) {
  return {
    rowsRead: rows.length,
    columns: [],
    unreadable: { count: 0, examples: [] },
    idSchema: ['EMAIL_SHA256'],
    seconds: 0,
  };
}

function planned(
  { mode, ledgerComplete }: PlanAudienceRequest,
  rows: readonly string[],
  ledger: Ledger,
): Staged {
  const list = new Set(rows);
  const wanted = [...list];
  if (mode === 'remove') {
    const present = ledgerComplete ? wanted.filter((hash) => ledger.has(hash)) : wanted;
    const entries = present.map((hash) => ({ hash, isAdd: false, isRow: true }));
    return { rows, entries, unchanged: wanted.length - present.length };
  }
  const missing = wanted.filter((hash) => ledger.get(hash) !== true);
  const leaving = mode === 'match' ? [...ledger.keys()].filter((hash) => !list.has(hash)) : [];
  return {
    rows,
    entries: [
      ...missing.map((hash) => ({ hash, isAdd: true, isRow: true })),
      ...leaving.toSorted().map((hash) => ({ hash, isAdd: false, isRow: false })),
    ],
    unchanged: wanted.length - missing.length,
  };
}

function undone({ undone: done, later, ledgerPath }: StageUndoRequest, files: Map<string, string>): Staged {
  const { read, readLedger } = disk(files);
  const ledger = readLedger(ledgerPath);
  const changed = (path: string, ranges: readonly Range[]) =>
    read(path).entries.filter((_, number) => isIn(number, ranges));
  const touched = new Set(
    later.flatMap(({ stagedPath, entries }) => changed(stagedPath, entries).map(({ hash }) => hash)),
  );
  const inverse = changed(done.stagedPath, done.entries)
    .filter(({ hash }) => !touched.has(hash))
    .filter(({ hash, isAdd }) => (isAdd ? ledger.has(hash) : ledger.get(hash) !== true))
    .map(({ hash, isAdd }) => ({ hash, isAdd: !isAdd, isRow: false }));
  return {
    rows: [],
    entries: inverse.toSorted((one, other) => Number(other.isAdd) - Number(one.isAdd)),
    unchanged: 0,
  };
}

function tally(
  { rows, entries, unchanged }: Staged,
  confirmed: readonly Range[],
  refused: readonly Range[],
): AudienceTally {
  const ended = (ranges: readonly Range[], fits: (entry: Entry) => boolean) =>
    entries.filter((entry, number) => fits(entry) && isIn(number, ranges)).length;
  const unique = new Set(rows).size;
  const sent = ended(confirmed, ({ isRow }) => isRow);
  const refusedRows = ended(refused, ({ isRow }) => isRow);
  const asked = entries.filter(({ isRow }) => isRow).length;
  return {
    rows: {
      ...NO_ROWS,
      read: rows.length,
      withIdentifier: rows.length,
      valid: rows.length,
      unique,
      sent,
      unchanged,
      duplicate: rows.length - unique,
      refused: refusedRows,
      pending: asked - sent - refusedRows,
    },
    identifiers: { EMAIL: { valid: unique, sent, rejected: {} } },
    delivery: {
      added: ended(confirmed, ({ isAdd }) => isAdd),
      removed: ended(confirmed, ({ isAdd }) => !isAdd),
      unchanged,
    },
  };
}

function isIn(number: number, ranges: readonly Range[]): boolean {
  return ranges.some(({ from, to }) => from <= number && number < to);
}

function notStaged(): KnownError {
  return new KnownError({ kind: 'query-failed', message: 'It is not staged.', hint: 'Start a new run.' });
}

function disk(files: Map<string, string>) {
  return {
    read: (path: string): Staged => {
      const text = files.get(path);
      if (text === undefined) throw notStaged();
      return JSON.parse(text);
    },
    write: (path: string, staged: Staged) => files.set(path, JSON.stringify(staged)),
    readLedger: (path: string): Ledger => new Map(JSON.parse(files.get(path) ?? '[]')),
    writeLedger: (path: string, ledger: Ledger) => files.set(path, JSON.stringify([...ledger])),
  };
}
