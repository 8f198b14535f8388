import { EventQueue } from '../../../src/core/delivery/event-queue.ts';
import type { DeliveryEvent } from '../../../src/core/delivery/events.ts';
import type { CheckReport } from '../../../src/core/delivery/health-check.ts';
import type { CampaignPreview } from '../../../src/core/delivery/preview-campaign.ts';
import { usageError } from '../../../src/core/errors.ts';
import { compareRuns } from '../../../src/core/history/compare-runs.ts';
import type { KeepReason } from '../../../src/core/history/retention.ts';
import type { RejectedValue } from '../../../src/core/ports/engine.ts';
import type { RunRecord } from '../../../src/core/ports/storage.ts';
import type { AudienceInfo } from '../../../src/core/ports/tiktok.ts';
import { effectiveSettings } from '../../../src/core/profiles/effective-settings.ts';
import { type Profile, profileSchema } from '../../../src/core/profiles/schema.ts';
import type { TokenView } from '../../../src/wizard/credential-service.ts';
import type {
  EventsPreviewView,
  PreviewOptions,
  PreviewView,
  RunOptions,
} from '../../../src/wizard/delivery-service.ts';
import type { RunView } from '../../../src/wizard/run-service.ts';
import type { Services } from '../../../src/wizard/services.ts';
import { eventsPreviewWith, previewWith } from './delivery-values.ts';
import { draftsInMemory } from './drafts-in-memory.ts';
import { noSchedules } from './fake-services.ts';
import { historyInMemory } from './history-in-memory.ts';

export const ADVERTISER = '7654321098765432109';

/** One of everything, in an environment, for audiences and for events. */
export function profileIn(environment: 'simulator' | 'production' = 'simulator'): Profile {
  return profileSchema.parse({
    credentials: [{ name: 'acme', environment, accessToken: { env: 'TOKEN' } }],
    destinations: [
      {
        name: 'acme audiences',
        kind: 'audience',
        credential: 'acme',
        advertiserIds: [ADVERTISER],
        audienceName: 'VIP',
        defaultCountry: 'US',
      },
      {
        name: 'acme events',
        kind: 'events',
        credential: 'acme',
        advertiserIds: [ADVERTISER],
        eventSource: 'offline',
        eventSourceId: ADVERTISER,
      },
    ],
    templates: [
      { name: 'customers', destination: 'acme audiences' },
      { name: 'purchases', destination: 'acme events' },
    ],
    queries: [
      {
        name: 'all',
        sql: 'SELECT email AS EMAIL FROM Customer360',
        source: { engine: 'embedded', tables: { Customer360: '/data/customers.csv' } },
      },
    ],
    orchestrations: [
      { name: 'vip', query: 'all', template: 'customers' },
      { name: 'sales', query: 'all', template: 'purchases' },
    ],
  });
}

/** A run that the test plays: it tells what happens, and sees what the screen asked for. */
export interface PlayedRun {
  readonly how: 'run' | 'resume' | 'undo';
  /** The orchestration, or the run that is gone on with. */
  readonly of: string;
  readonly options: RunOptions;
  readonly tell: (...events: readonly DeliveryEvent[]) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

/** A preview under way, waiting for the test to say how it ends. */
export interface PlayedPreview {
  readonly options: PreviewOptions;
  readonly finish: (preview: PreviewView | EventsPreviewView) => void;
  readonly fail: (error: unknown) => void;
}

export interface PlayedServices extends Services {
  readonly previews: readonly PlayedPreview[];
  readonly played: readonly PlayedRun[];
  readonly opened: readonly string[];
  readonly copied: readonly string[];
  /** Path → rows that were written there. */
  readonly saved: ReadonlyMap<string, readonly RejectedValue[]>;
}

export interface ServiceAnswers {
  readonly profile?: Profile;
  /** Answers every preview at once; without it the test finishes each by hand. */
  readonly preview?: PreviewView | 'by-hand';
  /** Answers every preview of a campaign. */
  readonly campaignPreview?: CampaignPreview;
  readonly token?: () => Promise<TokenView>;
  readonly audiences?: () => readonly AudienceInfo[];
  readonly check?: () => Promise<CheckReport>;
  readonly runs?: readonly RunView[];
  readonly brokenRuns?: readonly string[];
  /** Why runs stay that are to be deleted without force. */
  readonly kept?: KeepReason;
}

const NOBODY: TokenView = { user: undefined, advertisers: [], advertisersProblem: 'Not asked.' };

/** A service of which a screen may use only what is given; anything else fails the test. */
function only<Service extends object>(given: Partial<Service>): Service {
  return new Proxy(given as Service, {
    get(target, name) {
      if (Reflect.has(target, name)) return Reflect.get(target, name);
      return () => {
        throw new Error(`This screen has no business with ${String(name)}`);
      };
    },
  });
}

/**
 * Services that behave as the real ones do towards a screen (aborts reject, a run ends with its summary, a
 * path is written once), with answers that the test chooses. Nothing outside of the process is touched.
 */
export function playedServices(answers: ServiceAnswers = {}): PlayedServices {
  let profile = answers.profile ?? profileIn();
  const previews: PlayedPreview[] = [];
  const played: PlayedRun[] = [];
  const opened: string[] = [];
  const copied: string[] = [];
  const saved = new Map<string, readonly RejectedValue[]>();
  const given = answers.preview ?? previewWith();
  const { campaignPreview } = answers;
  const deleted = new Set<string>();
  const listed = () => (answers.runs ?? []).filter(({ record }) => !deleted.has(record.id));
  const recordOf = (id: string): RunRecord => {
    const found = listed().find(({ record }) => record.id === id);
    if (found === undefined) throw usageError(`There is no run ${id}.`, 'Look at the list of runs.');
    return found.record;
  };

  function preview<View extends PreviewView | EventsPreviewView>(
    options: PreviewOptions,
    atOnce: () => View,
  ): Promise<View> {
    if (given !== 'by-hand') return Promise.resolve(atOnce());
    return new Promise<View>((resolve, reject) => {
      options.call.signal?.addEventListener('abort', () => reject(options.call.signal?.reason));
      previews.push({ options, finish: (view) => resolve(view as View), fail: reject });
    });
  }

  function play(how: PlayedRun['how'], of: string, options: RunOptions): AsyncIterable<DeliveryEvent> {
    const queue = new EventQueue<DeliveryEvent>();
    played.push({
      how,
      of,
      options,
      tell: (...events) => {
        for (const event of events) queue.push(event);
      },
      end: () => queue.end(),
      fail: (error) => queue.fail(error),
    });
    return queue;
  }

  return {
    version: '0.0.0',
    user: 'dana',
    simulator: undefined,
    schedules: noSchedules(),
    drafts: draftsInMemory(),
    fieldHistory: historyInMemory(),
    ledgers: only<Services['ledgers']>({}),
    audiences: only<Services['audiences']>({}),
    servers: only<Services['servers']>({}),
    prepareSecrets: async () => undefined,
    previews,
    played,
    opened,
    copied,
    saved,
    profile: {
      path: '/home/dana/profile.json',
      load: () => profile,
      update: async (change) => {
        profile = profileSchema.parse(change(profile));
        return profile;
      },
    },
    credentials: only<Services['credentials']>({
      inspect: answers.token ?? (async () => NOBODY),
      audiences: async () => answers.audiences?.() ?? [],
    }),
    sources: only<Services['sources']>({}),
    delivery: only<Services['delivery']>({
      kindOf: (orchestration) => effectiveSettings(profile, orchestration).kind,
      ...(answers.check === undefined ? {} : { check: answers.check }),
      preview: (_, options) => preview(options, () => (given === 'by-hand' ? previewWith() : given)),
      previewEvents: (_, options) => preview(options, eventsPreviewWith),
      ...(campaignPreview === undefined ? {} : { previewCampaign: async () => campaignPreview }),
      run: (orchestration, options) => play('run', orchestration, options),
      resume: (runId, options) => play('resume', runId, options),
      undo: (runId, options) => play('undo', runId, options),
    }),
    runs: only<Services['runs']>({
      list: () => ({
        runs: listed().map(({ record }) => record),
        broken: answers.brokenRuns ?? [],
      }),
      show: (id) => {
        const found = answers.runs?.find(({ record }) => record.id === id);
        if (found === undefined) throw usageError(`There is no run ${id}.`, 'Look at the list of runs.');
        return found;
      },
      rejects: async function* () {
        yield { row: 3, column: 'EMAIL', type: 'EMAIL', reason: 'not-an-email' };
        yield { row: 9, column: 'EMAIL', type: 'EMAIL', reason: 'not-an-email' };
      },
      audiences: () => [],
      compare: (one, other) => compareRuns(recordOf(one), recordOf(other)),
      remove: async (selection, { force }) => {
        const ids = 'ids' in selection ? selection.ids : [];
        if (answers.kept !== undefined && !force)
          return { deleted: [], kept: ids.map((id) => ({ id, reason: answers.kept ?? 'running' })) };
        for (const id of ids) deleted.add(id);
        return { deleted: ids, kept: [] };
      },
      report: async (_, path) => `/data/${path}`,
      bundle: async (id, path) => ({ path: `/data/${path}`, bytes: 10, files: [`${id}.json`] }),
    }),
    openPage: async (url) => {
      opened.push(url);
      return { opened: true };
    },
    editSql: async (sql) => sql,
    saveRejects: async (rejects, path) => {
      if (saved.has(path)) throw usageError(`${path} exists already.`, 'Choose another name.');
      const rows: RejectedValue[] = [];
      for await (const row of rejects) rows.push(row);
      saved.set(path, rows);
      return { path: `/data/${path}`, values: rows.length };
    },
    copy: (text) => {
      copied.push(text);
    },
    close: async () => undefined,
  };
}

export function recordWith(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 'R-20260301-abcd',
    orchestration: 'vip',
    kind: 'audience',
    startedAt: '2026-03-01T09:05:00.000Z',
    version: '0.0.0',
    user: 'dana',
    settings: { destination: 'acme audiences', environment: 'simulator' },
    ...changes,
  };
}
