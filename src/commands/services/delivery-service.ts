import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { campaignRunOf, parentRunOf } from '../../core/campaigns/campaign-record.ts';
import type { DeliveryEvent } from '../../core/delivery/events.ts';
import { isUndo } from '../../core/delivery/undo-settings.ts';
import { configurationError, usageError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Engine } from '../../core/ports/engine.ts';
import type { AudienceStore, ProfileStore, RunFolder, RunStore } from '../../core/ports/storage.ts';
import { type EffectiveSettings, effectiveSettings } from '../../core/profiles/effective-settings.ts';
import { findEntity, getEntity } from '../../core/profiles/entities.ts';
import { orchestrationSetSchema } from '../../core/profiles/schema.ts';
import { warnAboutToken } from '../../core/profiles/stale-tokens.ts';
import type { DeliveryService, PreviewOptions, RunOptions } from '../../wizard/delivery-service.ts';
import { createCampaignService } from './campaign-service.ts';
import { deliveryPorts } from './delivery-ports.ts';
import { noteInPassing } from './note-validated.ts';
import { previewFolder } from './preview-folder.ts';
import { recordedSettings } from './recorded-settings.ts';
import type { RunKeys } from './run-keys.ts';
import { openRun, readRejects } from './run-service.ts';
import { audienceRunSettings, eventRunSettings, refuseMissing } from './run-settings.ts';
import { sourceFingerprint } from './source-fingerprint.ts';
import type { TikTokAccess } from './tiktok-access.ts';
import { createUndoService } from './undo-service.ts';

export interface DeliveryDependencies {
  readonly engine: Engine;
  readonly audiences: AudienceStore;
  readonly runs: RunStore;
  readonly profile: ProfileStore;
  readonly tiktok: TikTokAccess;
  readonly keys: RunKeys;
  readonly clock: Clock;
  readonly version: string;
  readonly user: string;
  /** Private folder for staged previews. */
  readonly temp: string;
  readonly deliveredPath: (eventSourceId: string) => string;
  readonly newRunId: () => string;
}

/**
 * Previews, runs and checks of what the profile holds. The delivery's code, with the metadata of all the
 * world's phone numbers, is loaded when it is first needed: the first screen doesn't wait for it.
 */
export function createDeliveryService(dependencies: DeliveryDependencies): DeliveryService {
  const { engine, audiences, runs, profile, tiktok, keys, clock, deliveredPath } = dependencies;
  const undoing = createUndoService(dependencies);
  const campaigns = createCampaignService(dependencies);
  const previews = previewFolder(dependencies.temp);
  const stagedPath = join(previews, 'staged.duckdb');
  const preparePreview = async (orchestration: string, options: PreviewOptions) => {
    const settings = effectiveSettings(profile.load(), orchestration, options.set);
    refuseMissing(settings, ['accessToken']);
    await mkdir(previews, { recursive: true, mode: 0o700 });
    return settings;
  };
  const aboutPreview = (settings: EffectiveSettings) => ({
    destination: settings.destination.name,
    environment: settings.credential.environment,
    rejects: () => readRejects(engine, stagedPath),
  });

  return {
    kindOf: (orchestration) => effectiveSettings(profile.load(), orchestration).kind,

    check: async (destinationName, onWait) => {
      const current = profile.load();
      const destination = getEntity(current, 'destination', destinationName);
      const client = await tiktok.forCredential(getEntity(current, 'credential', destination.credential));
      const id = destination.kind === 'events' ? destination.eventSourceId : undefined;
      const { checkHealth } = await import('../../core/delivery/health-check.ts');
      const report = await checkHealth(
        client,
        {
          kind: destination.kind,
          advertiserIds: destination.advertiserIds,
          eventSource:
            destination.kind === 'events' && id !== undefined
              ? { kind: destination.eventSource, id }
              : undefined,
          audienceName: destination.kind === 'audience' ? destination.audienceName : undefined,
        },
        { onWait },
      );
      if (report.checks.some(({ name, ok }) => name === 'token' && ok)) {
        await noteInPassing(dependencies, destination.credential);
      }
      return report;
    },

    preview: async (orchestration, options) => {
      const settings = await preparePreview(orchestration, options);
      if (settings.kind !== 'audience') throw otherKind(settings, 'events');
      const { withHomeFirst } = await import('../../core/delivery/home-account.ts');
      const run = withHomeFirst({ audiences, runs }, undefined, await audienceRunSettings(settings));
      const { sampleRows, unmask, call } = options;
      const { previewAudience } = await import('../../core/delivery/preview-audience.ts');
      const { firstAudienceRequest } = await import('./previewed-request.ts');
      const preview = await previewAudience(
        { engine, audiences, fingerprint: sourceFingerprint },
        { settings: run, stagedPath, sampleRows, unmask, call },
      );
      return {
        ...preview,
        ...aboutPreview(settings),
        // The preview's own warning about a long name is the same one.
        warnings: [
          ...settings.warnings.filter(({ code }) => code !== 'name-too-long'),
          ...warnAboutToken(settings.credential, clock.now()),
          ...preview.warnings,
        ],
        request: await firstAudienceRequest(engine, stagedPath, run, preview),
        audienceName: run.audienceName,
      };
    },

    previewEvents: async (orchestration, options) => {
      const settings = await preparePreview(orchestration, options);
      if (settings.kind !== 'events') throw otherKind(settings, 'an audience');
      const run = await eventRunSettings(settings);
      const { sampleRows, unmask, call } = options;
      // Nobody resumes a preview: its key lives as long as this call.
      const place = { stagedPath, sealedPath: join(previews, 'events.sealed'), key: randomBytes(32) };
      const { previewEvents } = await import('../../core/delivery/preview-events.ts');
      const { firstEventsRequest } = await import('./previewed-request.ts');
      const preview = await previewEvents(
        { engine, deliveredPath, fingerprint: sourceFingerprint, now: clock.now() },
        { settings: run, place, sampleRows, unmask, call },
      );
      return {
        ...preview,
        ...aboutPreview(settings),
        warnings: [
          ...settings.warnings,
          ...warnAboutToken(settings.credential, clock.now()),
          ...preview.warnings,
        ],
        request: await firstEventsRequest(engine, place, run, preview),
        eventSource: { kind: run.events.eventSource, id: run.events.eventSourceId },
      };
    },

    previewSegment: (name, call) => campaigns.previewSegment(name, call),

    previewCampaign: async (name, call) => {
      await mkdir(previews, { recursive: true, mode: 0o700 });
      return await campaigns.preview(name, previews, call);
    },

    measureCampaign: (people, call) => campaigns.measure(people, call),

    run: async function* (orchestration, options) {
      if (findEntity(profile.load(), 'campaign', orchestration) !== undefined) {
        yield* campaigns.run(orchestration, options);
        return;
      }
      const settings = effectiveSettings(profile.load(), orchestration, options.set);
      refuseMissing(settings);
      refuseUnfitting(settings, options);
      // Secrets are looked for before a run exists: a missing one is no failed run.
      const accessToken = await tiktok.tokenOf(settings.credential);
      const record = {
        id: dependencies.newRunId(),
        orchestration,
        kind: settings.kind,
        startedAt: new Date(clock.now()).toISOString(),
        version: dependencies.version,
        user: dependencies.user,
        settings: await recordedSettings(settings, options),
      };
      const folder = runs.create(record);
      const key = settings.kind === 'events' ? await keys.create(folder, accessToken) : undefined;
      yield* deliver(folder, settings, options, key);
    },

    undo: (runId, options) => undoing.undo(runId, options),

    resume: async function* (runId, options) {
      const folder = openRun(runs, runId);
      if (isUndo(folder.record)) {
        yield* undoing.resume(folder, options);
        return;
      }
      const { id, orchestration, outcome, settings: recorded } = folder.record;
      if (outcome === 'completed') {
        throw usageError(
          `The run ${id} is complete; there is nothing to go on with.`,
          `Start a new one with \`tada run "${orchestration}"\`.`,
        );
      }
      const campaignRun = parentRunOf(folder.record);
      if (campaignRun !== undefined) {
        throw usageError(
          `The run ${id} is one group of a campaign's run.`,
          `Go on with the campaign: \`tada runs resume ${campaignRun}\`.`,
        );
      }
      if (campaignRunOf(folder.record) !== undefined) {
        yield* campaigns.resume(folder, options);
        return;
      }
      const set = orchestrationSetSchema.safeParse(recorded.set ?? {});
      const settings = effectiveSettings(profile.load(), orchestration, set.success ? set.data : {});
      refuseMissing(settings);
      const accessToken = await tiktok.tokenOf(settings.credential);
      const { testMembers, testEventCode } = recorded;
      const again: RunOptions = {
        ...options,
        testMembers: typeof testMembers === 'number' ? testMembers : undefined,
        testEventCode: typeof testEventCode === 'string' ? testEventCode : undefined,
      };
      const key = settings.kind === 'events' ? await findKey(folder, accessToken) : undefined;
      yield* deliver(folder, settings, again, key);
    },
  };

  /** A run that sent nothing yet may start over under a new key; what was sealed before is written anew. */
  async function findKey(folder: RunFolder, accessToken: string): Promise<Uint8Array | undefined> {
    const key = await keys.find(folder, accessToken);
    if (key !== undefined) return key;
    const { settings } = folder.record;
    const hasSent = folder.journal.read().some(({ type }) => type === 'batch');
    if (hasSent) return undefined;
    const { stageKey: _, ...unstaged } = settings;
    folder.update({ settings: unstaged });
    return await keys.create(folder, accessToken);
  }

  /** A run that got past its check was let in with its token. */
  async function* noting(
    events: AsyncIterable<DeliveryEvent>,
    credential: string,
  ): AsyncGenerator<DeliveryEvent> {
    for await (const event of events) {
      if (event.type === 'task' && event.name === 'check' && event.status === 'completed') {
        await noteInPassing(dependencies, credential);
      }
      yield event;
    }
  }

  async function* deliver(
    folder: RunFolder,
    settings: EffectiveSettings,
    options: RunOptions,
    key: Uint8Array | undefined,
  ): AsyncGenerator<DeliveryEvent> {
    const ports = await deliveryPorts(dependencies, settings.credential);
    const { testMembers, testEventCode, allowRemovalPercent, previewed, confirm, cancel } = options;
    const { confirmRemoval } = options;
    if (settings.kind === 'audience') {
      const { runAudience } = await import('../../core/delivery/run-audience.ts');
      const run = await audienceRunSettings(settings);
      const events = runAudience(ports, folder, {
        settings: run,
        testMembers,
        allowRemovalPercent,
        confirmRemoval,
        previewed,
        confirm,
        cancel,
      });
      yield* noting(events, settings.credential.name);
      return;
    }
    const { runEvents } = await import('../../core/delivery/run-events.ts');
    const run = await eventRunSettings(settings);
    const events = runEvents(ports, folder, {
      settings: run,
      testEventCode,
      previewed,
      confirm,
      cancel,
      key,
    });
    yield* noting(events, settings.credential.name);
    const { outcome } = folder.record;
    if (outcome === 'completed' || outcome === 'alert') {
      // Nothing can be resumed any more, so nothing needs to be read any more.
      await keys.forget(folder.record.id);
      await rm(folder.sealedPath, { force: true });
    }
  }
}

function otherKind({ destination }: EffectiveSettings, what: string) {
  return configurationError(
    `"${destination.name}" is a destination for ${what}.`,
    'Choose an orchestration of the other kind.',
  );
}

function refuseUnfitting({ kind }: EffectiveSettings, options: RunOptions): void {
  if (kind === 'events' && options.testMembers !== undefined) {
    throw usageError(
      'A test audience is for audiences; this orchestration sends events.',
      'Rehearse events with --test-event-code CODE (Events Manager → Test Events).',
    );
  }
  if (kind === 'audience' && options.testEventCode !== undefined) {
    throw usageError(
      'A test event code is for events; this orchestration fills an audience.',
      'Rehearse an audience with --test 10.',
    );
  }
}
