import { join } from 'node:path';
import { accessMarks } from '../../core/access/check-use.ts';
import { campaignRunOf } from '../../core/campaigns/campaign-record.ts';
import { type CampaignSettings, campaignSettings } from '../../core/campaigns/campaign-settings.ts';
import { type CompiledCampaign, compileCampaign } from '../../core/campaigns/compile-campaign.ts';
import { measureCampaign } from '../../core/campaigns/measure-campaign.ts';
import type { StageCampaignRequest } from '../../core/campaigns/staged.ts';
import type { CampaignDelivery } from '../../core/delivery/campaign-delivery.ts';
import type { CampaignPreviewRequest } from '../../core/delivery/preview-campaign.ts';
import { KnownError, usageError } from '../../core/errors.ts';
import type { Engine, EngineCall } from '../../core/ports/engine.ts';
import type { SourceTables } from '../../core/ports/sources.ts';
import type { RunFolder } from '../../core/ports/storage.ts';
import type { AudienceSettings } from '../../core/profiles/effective-settings.ts';
import { measureCombination, readCombination } from '../../core/segments/combine.ts';
import { peopleSource } from '../../core/segments/people-source.ts';
import type { Describe } from '../../core/segments/people-sql.ts';
import { segmentSql } from '../../core/segments/segment-sql.ts';
import { getSegmentTree, isCombination, type SegmentCombination } from '../../core/segments/segment-tree.ts';
import { countUnreadable } from '../../core/segments/unreadable-rows.ts';
import type { DeliveryService, RunOptions, SegmentView } from '../../wizard/delivery-service.ts';
import { deliveryPorts } from './delivery-ports.ts';
import type { DeliveryDependencies } from './delivery-service.ts';
import { audienceRunSettings, refuseMissing } from './run-settings.ts';

export interface CampaignService {
  readonly run: DeliveryService['run'];
  readonly previewSegment: DeliveryService['previewSegment'];
  /** Stages in the folder given, and leaves it to the caller to remove. */
  preview(name: string, folder: string, call: EngineCall): ReturnType<DeliveryService['previewCampaign']>;
  readonly measure: DeliveryService['measureCampaign'];
  /** Goes on with a campaign's run, with the profile as it is now. */
  resume(folder: RunFolder, options: RunOptions): ReturnType<DeliveryService['resume']>;
}

/** Runs of campaigns: one run for the campaign, and one for each audience it fills. */
export function createCampaignService(dependencies: DeliveryDependencies): CampaignService {
  const { engine, runs, profile, tiktok, clock } = dependencies;

  async function prepare(name: string, options: RunOptions) {
    const settings = campaignSettings(profile.load(), name);
    refuseUnfitting(options);
    for (const delivery of settings.deliveries) {
      refuseMissing(delivery.settings);
      // Secrets are looked for before a run exists: a missing one is no failed run.
      await tiktok.tokenOf(delivery.settings.credential);
    }
    return settings;
  }

  /** `startedAt` decides what `within last` means, also when the run is resumed on another day. */
  function compile(settings: CampaignSettings, startedAt: string): Promise<CompiledCampaign> {
    const describe = (tables: CompiledCampaign['tables'], sql: string) => engine.describe(tables, sql);
    return compileCampaign(settings, describe, Date.parse(startedAt));
  }

  async function* deliver(
    folder: RunFolder,
    settings: CampaignSettings,
    compiled: CompiledCampaign,
    options: RunOptions,
  ) {
    const { campaign, groups } = settings;
    const { deliveries: ids = [], testMembers } = campaignRunOf(folder.record) ?? {};
    const deliveries: CampaignDelivery[] = [];
    refuseOtherGroups(folder, ids, settings);
    for (const [index, delivery] of settings.deliveries.entries()) {
      const own = folderOf(folder, ids[index] ?? '', settings, index);
      const run = await audienceRunSettings(delivery.settings);
      deliveries.push({
        groups: delivery.groups,
        label: labelOf(settings, index),
        folder: own,
        ports: await deliveryPorts(dependencies, delivery.settings.credential),
        settings: { ...run, tables: compiled.tables, sql: compiled.sql },
      });
    }
    const [first] = deliveries;
    if (first === undefined) return;
    const { runCampaign } = await import('../../core/delivery/run-campaign.ts');
    yield* runCampaign(first.ports, folder, {
      campaign: campaign.name,
      key: campaign.key,
      groups,
      staging: stagingOf(
        campaign.name,
        compiled,
        (index) => deliveries[index]?.folder.stagedPath ?? controlPath(folder, index),
      ),
      deliveries,
      isSingle: campaign.audiences === 'single',
      testMembers,
      allowRemovalPercent: options.allowRemovalPercent,
      confirmRemoval: options.confirmRemoval,
      confirm: options.confirm,
      cancel: options.cancel,
    });
  }

  /** The run of one audience; made where an interrupted start didn't come to it. */
  function folderOf(parent: RunFolder, id: string, settings: CampaignSettings, index: number): RunFolder {
    const existing = runs.list().runs.some((run) => run.id === id) ? runs.open(id) : undefined;
    if (existing !== undefined) return existing;
    const delivery = settings.deliveries[index];
    const { startedAt, version, user } = parent.record;
    return runs.create({
      id,
      orchestration: titleOf(settings, index),
      kind: 'audience',
      startedAt,
      version,
      user,
      settings: {
        campaignRun: parent.record.id,
        ...(delivery === undefined ? {} : recordedDelivery(delivery.settings)),
        ...testMembersOf(campaignRunOf(parent.record)?.testMembers),
      },
    });
  }

  /**
   * A run's audiences are counted through when it begins, and what was sent to each stands under its number: with
   * other groups a resume would send one group's people to another one's audience, or call one done that isn't.
   */
  function refuseOtherGroups(parent: RunFolder, ids: readonly string[], settings: CampaignSettings): void {
    const begun = runs.list().runs.filter(({ id }) => ids.includes(id));
    const isSame = begun.every(
      ({ id, orchestration }) => orchestration === titleOf(settings, ids.indexOf(id)),
    );
    if (isSame && ids.length === settings.deliveries.length) return;
    const message = `The groups of the campaign "${settings.campaign.name}" are no longer those the run ${parent.record.id} was started with.`;
    const hint = 'Start a new run: it sends only what is missing.';
    throw new KnownError({ kind: 'safety-stop', message, hint });
  }

  return {
    previewSegment: async (name, call) => {
      const tree = getSegmentTree(profile.load(), name);
      const describe = (tables: SourceTables, sql: string) => engine.describe(tables, sql, call);
      const unreadable = await countUnreadable(engine, [tree], call);
      if (isCombination(tree)) {
        return { ...(await viewCombination(engine, tree, describe, clock.now(), call)), unreadable };
      }
      const { tables, units } = peopleSource([tree], []);
      const columns = await describe(tables, units[0]?.sql ?? '');
      const sql = segmentSql(tree, columns, clock.now());
      return { name, rows: await engine.count(tables, sql, call), unreadable, sql };
    },

    measure: (people, call) => measureCampaign(engine, people, clock.now(), call),

    preview: async (name, folder, call) => {
      const settings = campaignSettings(profile.load(), name);
      const describe = (tables: CompiledCampaign['tables'], sql: string) =>
        engine.describe(tables, sql, call);
      const compiled = await compileCampaign(settings, describe, clock.now());
      const deliveries: CampaignPreviewRequest['deliveries'][number][] = [];
      const { withHomeFirst } = await import('../../core/delivery/home-account.ts');
      for (const delivery of settings.deliveries) {
        refuseMissing(delivery.settings, ['accessToken']);
        const run = withHomeFirst(dependencies, undefined, await audienceRunSettings(delivery.settings));
        deliveries.push({
          groups: delivery.groups,
          settings: { ...run, tables: compiled.tables, sql: compiled.sql },
        });
      }
      const { previewCampaign } = await import('../../core/delivery/preview-campaign.ts');
      return await previewCampaign(
        { engine, audiences: dependencies.audiences },
        {
          campaign: name,
          key: settings.campaign.key,
          groups: settings.groups,
          staging: stagingOf(name, compiled, (index) => join(folder, `campaign-${index}.duckdb`)),
          deliveries,
          segments: compiled.segments,
          call,
        },
      );
    },

    run: async function* (name, options) {
      const settings = await prepare(name, options);
      const id = dependencies.newRunId();
      const startedAt = new Date(clock.now()).toISOString();
      // Before a run exists, like secrets: a column that isn't there is no failed run.
      const compiled = await compile(settings, startedAt);
      const folder = runs.create({
        id,
        orchestration: name,
        kind: 'audience',
        startedAt,
        version: dependencies.version,
        user: dependencies.user,
        settings: {
          campaign: name,
          deliveries: settings.deliveries.map((_, index) => `${id}-${index + 1}`),
          segments: settings.campaign.include,
          excluded: settings.campaign.exclude ?? [],
          key: settings.campaign.key,
          ...environmentOf(settings),
          ...marksOf(settings),
          ...testMembersOf(options.testMembers),
        },
      });
      yield* deliver(folder, settings, compiled, options);
    },

    resume: async function* (folder, options) {
      const name = campaignRunOf(folder.record)?.campaign ?? '';
      const settings = await prepare(name, options);
      yield* deliver(folder, settings, await compile(settings, folder.record.startedAt), options);
    },
  };
}

async function viewCombination(
  engine: Pick<Engine, 'count' | 'sample'>,
  tree: SegmentCombination,
  describe: Describe,
  now: number,
  call: EngineCall,
): Promise<Omit<SegmentView, 'unreadable'>> {
  const read = await readCombination(tree, describe, now);
  const { rows, people, rowsWithoutKey } = await measureCombination(engine, read, call);
  const { name, sql = '' } = read.segment;
  return { name, rows, sql, combined: { key: tree.combine.key, people, rowsWithoutKey } };
}

function stagingOf(
  campaign: string,
  { tables, sql, files }: CompiledCampaign,
  pathOf: (file: number) => string,
): StageCampaignRequest {
  return {
    tables,
    sql,
    campaign,
    files: files.map(({ groupNumbers: _, ...file }, index) => ({ ...file, stagedPath: pathOf(index) })),
  };
}

/** Hashes of people who are never sent, kept in the campaign's run folder to compare with later. */
function controlPath({ stagedPath }: RunFolder, index: number): string {
  return stagedPath.replace(/[^/\\]*$/, `control-${index}.duckdb`);
}

function labelOf({ groups, deliveries }: CampaignSettings, index: number): string {
  return (deliveries[index]?.groups ?? []).map((number) => groups[number]?.name ?? '').join(', ');
}

/** What the run of one of its audiences is called. */
function titleOf(settings: CampaignSettings, index: number): string {
  return `${settings.campaign.name}: ${labelOf(settings, index)}`;
}

/** Whoever may not use one of its destinations may not see the campaign's run. */
function marksOf({ deliveries }: CampaignSettings) {
  return {
    adminOnly: deliveries.some(({ settings }) => settings.adminOnly),
    allowsRestrictedPii: deliveries.every(({ settings }) => settings.allowsRestrictedPii),
  };
}

/** Told where it is one; a campaign may go to several. */
function environmentOf({ deliveries }: CampaignSettings) {
  const environments = new Set(deliveries.map(({ settings }) => settings.credential.environment));
  const [environment] = environments;
  return environments.size === 1 ? { environment } : {};
}

function testMembersOf(testMembers: number | undefined) {
  return testMembers === undefined ? {} : { testMembers };
}

function refuseUnfitting({ set, testEventCode }: RunOptions): void {
  if (testEventCode !== undefined) {
    throw usageError(
      'A test event code is for events; a campaign fills audiences.',
      'Rehearse a campaign with --test 10.',
    );
  }
  if (set !== undefined && Object.keys(set).length > 0) {
    throw usageError(
      'A campaign has no settings for one run only.',
      'Leave --set out, and change the campaign in its profile file.',
    );
  }
}

/** What a run record keeps: names, ids and rules, never values. */
function recordedDelivery(settings: AudienceSettings) {
  const { audienceName, mode, channel, idTypes, rules, batchSize, advertiserIds } = settings;
  return {
    destination: settings.destination.name,
    credential: settings.credential.name,
    environment: settings.credential.environment,
    advertiserIds,
    audienceName,
    mode,
    channel,
    idTypes,
    rules,
    batchSize,
    ...accessMarks(settings),
  };
}
