import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Summary } from '../../src/core/delivery/events.ts';
import { readJournalState } from '../../src/core/delivery/journal-state.ts';
import { runAudience } from '../../src/core/delivery/run-audience.ts';
import type { DeliveryPorts } from '../../src/core/delivery/run-context.ts';
import type { AudienceRunSettings } from '../../src/core/delivery/settings.ts';
import { DEFAULT_RULES } from '../../src/core/identifiers/types.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { RunFolder } from '../../src/core/ports/storage.ts';
import type { Fault } from '../../src/core/remedies/faults.ts';
import { startSimulator } from '../../src/simulator/index.ts';
import { createEngine } from '../../src/sources/engine-client.ts';
import { openAudienceStore } from '../../src/storage/audience-store.ts';
import { homeFolders, prepareFolders } from '../../src/storage/home.ts';
import { newRunId } from '../../src/storage/run-id.ts';
import { openRunStore } from '../../src/storage/run-store.ts';
import { createTikTok } from '../../src/tiktok/client.ts';
import { Dice } from './dice.ts';
import type { Finding } from './findings.ts';
import { range } from './life.ts';
import { startManglingProxy } from './mangling-proxy.ts';
import { type CustomerList, customerList, type Members } from './people.ts';

export interface AnswersReport {
  /** Starts and resumes. */
  readonly runs: number;
  /** Answers that were ruined. */
  readonly malformed: number;
  readonly completed: number;
  readonly faults: number;
  readonly findings: readonly Finding[];
}

/** Time goes on, but nobody waits. */
const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: async (_, signal) => {
    await nextTurn();
    signal?.throwIfAborted();
  },
};

/** Runs of one audience under ruined answers before a calm one has to put everything right. */
const STORMY_RUNS = 9;

/**
 * Whole runs against a TikTok whose answers make no sense: none may crash, none may claim what TikTok didn't
 * do, every account has to add up, and as soon as answers are right again the audience is exactly the list.
 */
export async function torturedAnswers(options: {
  readonly seed: number;
  readonly runs: number;
  /** By `performance.now()`. */
  readonly deadline: number;
}): Promise<AnswersReport> {
  const dice = new Dice(options.seed);
  const folder = mkdtempSync(join(tmpdir(), 'tada-answers-'));
  const simulator = await startSimulator();
  const proxy = await startManglingProxy(simulator.url, dice);
  const folders = homeFolders({ TADA_HOME: join(folder, 'home') });
  prepareFolders(folders);
  const engine = createEngine({ tempDirectory: folders.temp });
  const runs = openRunStore(folders);
  const ports: DeliveryPorts = {
    engine,
    runs,
    clock: CLOCK,
    audiences: openAudienceStore(folders),
    deliveredPath: () => join(folder, 'delivered.duckdb'),
    fingerprint: async () => 'as it was',
    tiktok: createTikTok({
      baseUrl: proxy.url,
      environment: 'simulator',
      accessToken: simulator.accessToken,
      appId: simulator.appId,
      secret: simulator.secret,
      clock: CLOCK,
      waitScale: 0,
      random: () => dice.next(),
      // Longer than any hang: on a busy machine a request that is given up earlier takes effect after those that
      // follow it, and then no bookkeeping can be right.
      timeouts: { response: 10_000, read: 10_000 },
    }),
  };
  const findings: Finding[] = [];
  let started = 0;
  let completed = 0;
  let faults = 0;
  let lastFault: Fault | undefined;
  let lastOutcome: Summary['outcome'] | undefined;

  const settingsFor = (audienceName: string, csv: string): AudienceRunSettings => ({
    orchestration: 'tortured',
    destination: 'tortured',
    advertiserIds: [simulator.advertiserIds[0] ?? ''],
    audienceName,
    mode: 'match',
    channel: 'streaming',
    idTypes: ['EMAIL', 'PHONE'],
    rules: { ...DEFAULT_RULES, defaultCountry: 'US' },
    columns: undefined,
    dropPlaceholders: false,
    batchSize: 1 + dice.below(12),
    tables: { Customers: [csv] },
    sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customers',
  });
  const createRun = (settings: AudienceRunSettings) =>
    runs.create({
      id: newRunId(Date.now(), () => dice.next()),
      orchestration: 'tortured',
      kind: 'audience',
      startedAt: new Date().toISOString(),
      version: '0.0.0',
      user: 'nobody',
      settings: { ...settings },
    });
  const membersOf = (name: string): readonly Members[] =>
    simulator.state
      .audiences()
      .filter((audience) => audience.name === name)
      .map(({ id }) => ({
        EMAIL_SHA256: simulator.state.members(id, 'EMAIL_SHA256'),
        PHONE_SHA256: simulator.state.members(id, 'PHONE_SHA256'),
      }));

  const deliver = async (run: RunFolder, settings: AudienceRunSettings, list: CustomerList) => {
    started += 1;
    const note = (what: string, details: string) =>
      findings.push({ what, details: `seed ${options.seed}, run ${started}: ${details}` });
    let summary: Summary | undefined;
    let fault: Fault | undefined;
    try {
      const cancel = new AbortController().signal;
      for await (const event of runAudience(ports, run, { settings, cancel, allowRemovalPercent: 100 })) {
        if (event.type === 'summary') summary = event;
        if (event.type === 'fault') fault = event;
      }
    } catch (error) {
      note('a crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
      return 'fault';
    }
    if (summary === undefined) {
      note('no summary', JSON.stringify(fault));
      return 'fault';
    }
    const { read, sent, unchanged, duplicate, rejected, refused, merged, pending } = summary.rows;
    if (read !== sent + unchanged + duplicate + rejected + refused + merged + pending) {
      note('a summary that does not add up', JSON.stringify(summary.rows));
    }
    const isEnded = summary.outcome === 'completed' || summary.outcome === 'alert';
    if (isEnded === (fault !== undefined))
      note('neither done nor failed', JSON.stringify({ summary, fault }));
    lastFault = fault;
    if (isEnded) completed += 1;
    else faults += 1;
    const audiences = membersOf(settings.audienceName);
    if (audiences.length > 1) note('two audiences of one name', String(audiences.length));
    const [members] = audiences;
    const false_ = members === undefined ? 0 : await countFalseClaims(ports, run, members);
    if (false_ > 0) note('confirmed, and not so at TikTok', `${false_} identifiers`);
    if (summary.outcome === 'completed' && (members === undefined || !isSame(members, list.members))) {
      note('completed, and not the list', settings.audienceName);
    }
    lastOutcome = summary.outcome;
    if (!isEnded) return 'fault';
    return readJournalState(run.journal.read()).refused.length > 0 ? 'refused' : 'ended';
  };

  try {
    for (let audience = 1; started < options.runs && performance.now() < options.deadline; audience += 1) {
      const name = `Tortured ${audience}`;
      const csv = join(folder, `${audience}.csv`);
      let run: RunFolder | undefined;
      let list = customerList(range(0, 30), audience);
      for (let storm = 0; storm <= STORMY_RUNS; storm += 1) {
        proxy.share = storm === STORMY_RUNS ? 0 : dice.pick([0.05, 0.15, 0.3, 0.6]);
        if (run === undefined || dice.isLucky(0.3)) {
          // Another list, for a run that starts anew.
          const from = dice.below(15);
          list = customerList(range(from, from + 20 + dice.below(15)), audience * 100 + storm);
          writeFileSync(csv, list.csv);
          run = createRun(settingsFor(name, csv));
        }
        const settings = run.record.settings as unknown as AudienceRunSettings;
        let ending = await deliver(run, settings, list);
        if (ending === 'refused' && storm === STORMY_RUNS) {
          // Whom a ruined answer called refused in an earlier attempt, a resumed run doesn't send again: a new one does.
          run = createRun(settings);
          ending = await deliver(run, settings, list);
        }
        if (ending !== 'fault') run = undefined;
      }
      const [members] = membersOf(name);
      if (run !== undefined || members === undefined || !isSame(members, list.members)) {
        findings.push({
          what: 'not put right by calm answers',
          details: `seed ${options.seed}, ${name}: ${lastFault?.message ?? lastOutcome}`,
        });
      }
    }
    return { runs: started, malformed: proxy.ruined, completed, faults, findings };
  } finally {
    await engine.close();
    await proxy.close();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Identifiers that the journal calls confirmed and that TikTok has, or lacks, against it. */
async function countFalseClaims(ports: DeliveryPorts, run: RunFolder, members: Members): Promise<number> {
  const entries = run.journal.read();
  const planned = entries.findLast((entry) => entry.type === 'planned');
  const staged = entries.findLast((entry) => entry.type === 'staged');
  if (planned?.type !== 'planned' || staged?.type !== 'staged') return 0;
  let wrong = 0;
  for (const range of readJournalState(entries).confirmed) {
    const { from, to } = range;
    const middle = Math.min(Math.max(from, planned.plan.addEntries), to);
    for (const [part, isAdd] of [
      [{ from, to: middle }, true],
      [{ from: middle, to }, false],
    ] as const) {
      if (part.from >= part.to) continue;
      const text = await ports.engine.readAudienceBatch(run.stagedPath, part, ['']);
      const users = JSON.parse(text) as readonly (readonly { readonly id?: string }[])[];
      for (const user of users) {
        for (const [place, { id }] of user.entries()) {
          const type = staged.staged.idSchema[place] === 'EMAIL_SHA256' ? 'EMAIL_SHA256' : 'PHONE_SHA256';
          if (id !== undefined && members[type].has(id) !== isAdd) wrong += 1;
        }
      }
    }
  }
  return wrong;
}

function isSame(one: Members, other: Members): boolean {
  return (
    one.EMAIL_SHA256.symmetricDifference(other.EMAIL_SHA256).size === 0 &&
    one.PHONE_SHA256.symmetricDifference(other.PHONE_SHA256).size === 0
  );
}
