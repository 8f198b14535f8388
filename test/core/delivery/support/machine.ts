import type { CampaignDelivery } from '../../../../src/core/delivery/campaign-delivery.ts';
import type { DeliveryEvent, Summary } from '../../../../src/core/delivery/events.ts';
import { runAudience } from '../../../../src/core/delivery/run-audience.ts';
import { runCampaign } from '../../../../src/core/delivery/run-campaign.ts';
import type { DeliveryPorts } from '../../../../src/core/delivery/run-context.ts';
import { runUndo } from '../../../../src/core/delivery/run-undo.ts';
import type { AudienceRunSettings } from '../../../../src/core/delivery/settings.ts';
import { isUndo, resumedUndoSettings, undoSettings } from '../../../../src/core/delivery/undo-settings.ts';
import { KnownError } from '../../../../src/core/errors.ts';
import type { Journal } from '../../../../src/core/ports/journal.ts';
import type { AudienceStore, RunFolder, RunRecord, RunStore } from '../../../../src/core/ports/storage.ts';
import type { Fault } from '../../../../src/core/remedies/faults.ts';
import { fakeEngine, readMembers } from './fake-engine.ts';
import { FakeTikTok } from './fake-tiktok.ts';
import { Memory } from './memory.ts';
import { Died, Mortal } from './mortal.ts';

export const ACCOUNT = '7654321098765432109';
export const OTHER_ACCOUNT = '7654321098765432110';

/** What is said of every audience as small as those of tests. */
const OF_SMALL_LISTS: readonly string[] = ['below-minimum-size', 'large-change'];

/** How a run ended; `died`: it was killed and told nothing. */
export interface Ended {
  readonly id: string;
  readonly died: boolean;
  readonly summary: Summary | undefined;
  readonly fault: Fault | undefined;
  readonly warnings: readonly string[];
}

/** What is asked of a run besides its list. */
export type Wish = Partial<AudienceRunSettings>;

/**
 * tada's real delivery, journals and records on a disk, over an engine and a TikTok that are sets in memory. A process
 * may die at any step: what it wrote until then is what the next one finds.
 */
export class Machine {
  readonly tiktok = new FakeTikTok(() => this.now);
  readonly memory = new Memory(() => this.#time());
  readonly #lists = new Map<string, readonly string[]>();
  readonly #campaigns = new Map<string, Readonly<Record<string, readonly string[]>>>();
  /** Milliseconds; every look at the clock takes one. */
  now = Date.parse('2026-03-01T00:00:00Z');
  #started = 0;

  get runs(): RunStore {
    return this.memory.runs;
  }

  get audiences(): AudienceStore {
    return this.memory.audiences;
  }

  /** Delivers a list; `deathAt` is the step at which the process dies. */
  async deliver(list: readonly string[], wish: Wish = {}, process = new Mortal()): Promise<Ended> {
    const settings = settingsOf(wish);
    const folder = this.#create(
      { ...settings, credential: 'acme', environment: 'production' },
      settings.orchestration,
    );
    this.#lists.set(folder.record.id, list);
    return await this.#go(folder, settings, process);
  }

  /** Goes on with a run as it was asked for, or as its settings are by now. */
  async resume(id: string, wish: Wish = {}, process = new Mortal()): Promise<Ended> {
    const folder = this.#open(id);
    const groups = this.#campaigns.get(id);
    if (groups !== undefined) return await this.campaign(groups, process, id);
    if (isUndo(folder.record)) return await this.#undo(folder, process);
    return await this.#go(folder, { ...settingsOf(folder.record.settings), ...wish }, process);
  }

  async undo(id: string, process = new Mortal()): Promise<Ended> {
    const undone = this.#open(id);
    const settings = undoSettings(undone, this.runs);
    const folder = this.#create({ ...settings, environment: 'production' }, undone.record.orchestration);
    return await this.#undo(folder, process);
  }

  /** Delivers a campaign of one audience for each list, named after its group; `id` is the run to go on with. */
  async campaign(
    lists: Readonly<Record<string, readonly string[]>>,
    process = new Mortal(),
    id?: string,
  ): Promise<Ended> {
    const parent = id === undefined ? this.#create({ environment: 'production' }, 'spring') : this.#open(id);
    this.#campaigns.set(parent.record.id, lists);
    const groups = Object.keys(lists);
    const ports = this.#ports(process, [], Object.values(lists));
    const deliveries = groups.map((name, index): CampaignDelivery => {
      const advertiserIds = [ACCOUNT, OTHER_ACCOUNT];
      const settings = settingsOf({ orchestration: `spring: ${name}`, audienceName: name, advertiserIds });
      const own = `${parent.record.id}-${index + 1}`;
      const folder =
        this.runs.open(own) ??
        this.runs.create({
          ...parent.record,
          id: own,
          orchestration: settings.orchestration,
          settings: { ...settings, campaignRun: parent.record.id, environment: 'production' },
        });
      return { groups: [index], label: name, folder: mortalFolder(folder, process), ports, settings };
    });
    const own = mortalFolder(parent, process);
    const request = {
      campaign: 'spring',
      key: 'id',
      groups: groups.map((name, index) => ({ name, control: false, part: 0, from: index, to: index + 1 })),
      staging: {
        tables: {},
        sql: '',
        campaign: 'spring',
        files: deliveries.map(({ folder: { stagedPath }, settings: { rules } }) => ({
          groups: [],
          slots: [],
          rules,
          dropPlaceholders: false,
          stagedPath,
        })),
      },
      deliveries,
      isSingle: false,
      allowRemovalPercent: 100,
      cancel: new AbortController().signal,
    };
    return await follow(own, runCampaign(ports, own, request), process);
  }

  /** Whom the ledger of an audience holds. */
  membersOf(audienceId: string) {
    const record = this.audiences.list().find((each) => each.audienceId === audienceId);
    const { files } = this.memory;
    return readMembers(files, this.audiences.ledgerPath(record?.advertiserId ?? ACCOUNT, audienceId));
  }

  #time(): number {
    this.now += 1;
    return this.now;
  }

  #create(settings: Readonly<Record<string, unknown>>, orchestration: string): RunFolder {
    this.#started += 1;
    return this.runs.create({
      id: `run-${String(this.#started).padStart(4, '0')}`,
      orchestration,
      kind: 'audience',
      startedAt: new Date(this.#time()).toISOString(),
      version: '0',
      user: 'ada',
      settings,
    });
  }

  #open(id: string): RunFolder {
    const folder = this.runs.open(id);
    if (folder === undefined) throw new Error(`There is no run ${id}.`);
    return folder;
  }

  async #go(folder: RunFolder, settings: AudienceRunSettings, process: Mortal): Promise<Ended> {
    const cancel = new AbortController().signal;
    const own = mortalFolder(folder, process);
    const list = this.#lists.get(folder.record.id) ?? [];
    const request = { settings, cancel, allowRemovalPercent: 100 };
    return await follow(own, runAudience(this.#ports(process, list), own, request), process);
  }

  async #undo(folder: RunFolder, process: Mortal): Promise<Ended> {
    const settings = resumedUndoSettings(folder.record);
    const own = mortalFolder(folder, process);
    const request = {
      settings,
      undone: this.runs.open(settings.undoOf),
      cancel: new AbortController().signal,
    };
    return await follow(own, runUndo(this.#ports(process, []), own, request), process);
  }

  #ports(
    process: Mortal,
    list: readonly string[],
    groups: readonly (readonly string[])[] = [],
  ): DeliveryPorts {
    const { audiences, runs, tiktok } = this;
    return {
      engine: fakeEngine(process, tiktok, this.memory.files, list, groups),
      tiktok: tiktok.for(process),
      audiences: {
        ...audiences,
        save: (record) => process.does(() => audiences.save(record)),
        forget: (...which) => process.does(() => audiences.forget(...which)),
      },
      runs: mortalRuns(runs, process),
      clock: {
        now: () => this.#time(),
        sleep: async (milliseconds) => {
          this.now += milliseconds;
          tiktok.arrive();
        },
      },
      deliveredPath: () => '',
      fingerprint: async () => 'same',
    };
  }
}

/** Settings of a run, as far as these tests change them. */
function settingsOf(wish: Readonly<Record<string, unknown>> & Wish): AudienceRunSettings {
  return {
    orchestration: wish.orchestration ?? 'vip',
    destination: wish.destination ?? 'acme audiences',
    advertiserIds: wish.advertiserIds ?? [ACCOUNT],
    audienceName: wish.audienceName ?? 'VIP',
    mode: wish.mode ?? 'match',
    channel: wish.channel ?? 'streaming',
    idTypes: ['EMAIL'],
    rules: { emailRule: 'standard', phoneRule: 'plus', idfaCase: 'upper', defaultCountry: undefined },
    columns: undefined,
    dropPlaceholders: false,
    batchSize: wish.batchSize ?? 2,
    tables: {},
    sql: 'SELECT email AS EMAIL FROM People',
  };
}

async function follow(
  folder: RunFolder,
  events: AsyncIterable<DeliveryEvent>,
  process: Mortal,
): Promise<Ended> {
  const told: DeliveryEvent[] = [];
  try {
    for await (const event of events) told.push(event);
  } catch (error) {
    if (!(error instanceof Died)) throw error;
  }
  return {
    id: folder.record.id,
    died: process.isDead,
    summary: told.findLast((event) => event.type === 'summary'),
    fault: told.find((event) => event.type === 'fault'),
    warnings: told.flatMap((event) =>
      event.type === 'warning' && !OF_SMALL_LISTS.includes(event.code) ? [event.code] : [],
    ),
  };
}

function mortalFolder(folder: RunFolder, process: Mortal): RunFolder {
  return {
    get record(): RunRecord {
      return folder.record;
    },
    stagedPath: folder.stagedPath,
    sealedPath: folder.sealedPath,
    filesPath: folder.filesPath,
    journal: mortalJournal(folder.journal, process),
    update: (change) => process.does(() => folder.update(change)),
  };
}

function mortalJournal(journal: Journal, process: Mortal): Journal {
  return {
    read: () => journal.read(),
    append: async (entry) => {
      process.step();
      await journal.append(entry);
      process.step();
    },
  };
}

function mortalRuns(runs: RunStore, process: Mortal): RunStore {
  return {
    list: () => runs.list(),
    journalOf: (id) => runs.journalOf(id),
    create: (record) => mortalFolder(runs.create(record), process),
    open: (id) => {
      const folder = runs.open(id);
      return folder === undefined ? undefined : mortalFolder(folder, process);
    },
  };
}

/** What went wrong as it would be told, where something is refused before a run begins. */
export async function refusal(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof KnownError) return error.message;
    throw error;
  }
}
