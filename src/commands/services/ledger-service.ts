import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { settleEarlierRuns } from '../../core/delivery/settle-earlier-runs.ts';
import { attemptOr, configurationError, usageError } from '../../core/errors.ts';
import type { Engine } from '../../core/ports/engine.ts';
import type { AudienceRecord, AudienceStore, ProfileStore, RunStore } from '../../core/ports/storage.ts';
import { effectiveSettings } from '../../core/profiles/effective-settings.ts';
import { checkLedgerFile, type LedgerHeader, writeLedgerFile } from '../../storage/ledger-file.ts';
import type { LedgerService, MovedLedger } from '../../wizard/ledger-service.ts';
import { underAudienceLocks } from './audience-locks.ts';

export interface LedgerDependencies {
  readonly engine: Engine;
  readonly audiences: AudienceStore;
  readonly runs: RunStore;
  readonly profile: ProfileStore;
  /** Private folder for what is on its way. */
  readonly temp: string;
  readonly cwd: string;
  /** Rejects where somebody may not move this audience's ledger. */
  readonly mayMove: (audience: AudienceRecord) => void;
}

/** Takes ledgers from one machine to another, so that a refresh there sends only the difference, too. */
export function createLedgerService(dependencies: LedgerDependencies): LedgerService {
  const { engine, audiences, temp, cwd, mayMove } = dependencies;
  return {
    export: async (wanted, path) => {
      const record = onlyOne(wanted, find(audiences.list(), wanted));
      mayMove(record);
      const target = resolve(cwd, path);
      return await underLock(dependencies, record, async () => {
        const ledger = audiences.ledgerPath(record.advertiserId, record.audienceId);
        if (!existsSync(ledger)) throw noLedger(record);
        const linesPath = join(temp, `ledger-${process.pid}.lines`);
        try {
          const lines = await engine.writeLedgerLines(ledger, linesPath);
          await writeLedgerFile(target, record, { path: linesPath, count: lines.count });
          return moved(target, record, lines);
        } finally {
          await rm(linesPath, { force: true });
        }
      });
    },

    import: async (wanted, path, { replace }) => {
      const source = resolve(cwd, path);
      const header = await checkLedgerFile(source);
      const record = recordOf(header);
      mayMove(record);
      refuseOtherAudience(audiences.list(), wanted, header, source);
      return await underLock(dependencies, record, async () => {
        const known = audiences.find(record.advertiserId, record.audienceId);
        refuseOtherRules(dependencies, known, record);
        const ledger = audiences.ledgerPath(record.advertiserId, record.audienceId);
        if (existsSync(ledger) && !replace) throw existsAlready(record);
        // Never is a ledger called complete that isn't: the weaker word comes first, the stronger one last.
        if (known?.ledgerComplete === true && !record.ledgerComplete) audiences.save(record);
        const lines = await engine.readLedgerLines(source, ledger);
        audiences.save(record);
        return moved(source, record, lines);
      });
    },
  };
}

function recordOf(header: LedgerHeader): AudienceRecord {
  const { advertiserId, audienceId, name, channel, fileType, rules, complete } = header;
  return {
    advertiserId,
    audienceId,
    name,
    channel,
    ...(fileType === undefined ? {} : { fileType }),
    rules,
    ledgerComplete: complete,
  };
}

function moved(
  path: string,
  { advertiserId, audienceId, name, ledgerComplete }: AudienceRecord,
  { count, uncertain }: { readonly count: number; readonly uncertain: number },
): MovedLedger {
  return {
    path,
    audience: { id: audienceId, name, advertiserId },
    identifiers: count,
    uncertain,
    complete: ledgerComplete,
  };
}

/** Audiences by id, by name, or by `ADVERTISER/AUDIENCE`, which is always one. */
function find(all: readonly AudienceRecord[], wanted: string): readonly AudienceRecord[] {
  return all.filter(({ advertiserId, audienceId, name }) =>
    [audienceId, name, `${advertiserId}/${audienceId}`].includes(wanted),
  );
}

function onlyOne(wanted: string, found: readonly AudienceRecord[]): AudienceRecord {
  const [record, ...others] = found;
  if (record === undefined) {
    throw usageError(
      `No audience that this machine filled has the id or name "${wanted}".`,
      '`tada list audiences` shows them.',
    );
  }
  if (others.length === 0) return record;
  const ids = found.map(({ advertiserId, audienceId }) => `${advertiserId}/${audienceId}`);
  throw usageError(
    `${found.length} audiences are called "${wanted}": ${ids.join(', ')}.`,
    'Give one of these ids.',
  );
}

function refuseOtherAudience(
  all: readonly AudienceRecord[],
  wanted: string,
  { advertiserId, audienceId, name }: LedgerHeader,
  path: string,
): void {
  const local = find(all, wanted);
  const isLocal = local.some((each) => each.advertiserId === advertiserId && each.audienceId === audienceId);
  const isNamed = [audienceId, name, `${advertiserId}/${audienceId}`].includes(wanted);
  if (isNamed && (local.length === 0 || isLocal)) {
    if (local.length > 1) onlyOne(wanted, local);
    return;
  }
  throw usageError(
    `${path} is the ledger of the audience "${name}" (${advertiserId}/${audienceId}), not of "${wanted}".`,
    local.length === 0 || isLocal
      ? 'Give that id or name, or choose another file.'
      : `Here "${wanted}" is another audience; give the id if you mean the one of the file.`,
  );
}

/** Hashes made by other rules are other people: the next run would remove everyone and add them anew. */
function refuseOtherRules(
  { profile }: LedgerDependencies,
  known: AudienceRecord | undefined,
  record: AudienceRecord,
): void {
  if (known !== undefined && known.channel !== record.channel) {
    throw configurationError(
      `The ledger is of an audience made through the ${record.channel} channel, and here it is filled through ${known.channel}.`,
      'An audience keeps its channel for life: look which of the two machines is right.',
    );
  }
  const inUse = [
    ...(known === undefined ? [] : [{ where: 'this machine filled it', rules: known.rules }]),
    ...profileRules(profile, record),
  ];
  for (const { where, rules } of inUse) {
    const rule = (['emailRule', 'phoneRule', 'idfaCase'] as const).find(
      (each) => rules[each] !== record.rules[each],
    );
    if (rule === undefined) continue;
    throw configurationError(
      `The ledger was made with ${rule} "${record.rules[rule]}", but ${where} with "${rules[rule]}".`,
      `One audience keeps its rules for life: set ${rule} to "${record.rules[rule]}", then import.`,
    );
  }
}

function profileRules({ load }: ProfileStore, record: AudienceRecord) {
  const profile = load();
  return profile.orchestrations.flatMap(({ name }) => {
    const settings = attemptOr(() => effectiveSettings(profile, name), undefined);
    if (settings?.kind !== 'audience' || settings.audienceName !== record.name) return [];
    if (!settings.advertiserIds.includes(record.advertiserId)) return [];
    return [{ where: `the orchestration "${name}" fills it`, rules: settings.rules }];
  });
}

/** While nobody delivers to the audience, and with all that earlier runs did in its ledger. */
async function underLock<Result>(
  { audiences, runs, engine }: LedgerDependencies,
  record: AudienceRecord,
  work: () => Promise<Result>,
): Promise<Result> {
  return await underAudienceLocks({ audiences, runs }, record, async () => {
    await settleEarlierRuns({ audiences, runs, engine }, record.advertiserId, record.audienceId, '');
    return await work();
  });
}

function noLedger({ name, audienceId }: AudienceRecord) {
  return usageError(
    `The audience "${name}" (${audienceId}) has no ledger on this machine.`,
    'A ledger is made by the first run that delivers to it.',
  );
}

function existsAlready({ name, audienceId }: AudienceRecord) {
  return usageError(
    `The audience "${name}" (${audienceId}) has a ledger on this machine already.`,
    'Add --replace to put the one of the file in its place; what is only in the old one is forgotten then.',
  );
}
