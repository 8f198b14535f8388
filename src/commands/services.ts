import { checkAudience } from '../core/access/check-use.ts';
import type { AudienceRecord } from '../core/ports/storage.ts';
import { EMPTY_PROFILE } from '../core/profiles/schema.ts';
import { systemTimeZone } from '../schedulers/system-zone.ts';
import { createEngine } from '../sources/engine-client.ts';
import { openAudienceStore } from '../storage/audience-store.ts';
import { deliveredPath } from '../storage/delivered-path.ts';
import { openDraftStore } from '../storage/draft-store.ts';
import { openFieldHistory } from '../storage/field-history.ts';
import { homeFolders, prepareFolders } from '../storage/home.ts';
import { osUser } from '../storage/os-user.ts';
import { openProfileStore } from '../storage/profile-store.ts';
import { unusedRunId } from '../storage/run-id.ts';
import { openRunStore } from '../storage/run-store.ts';
import { openScheduleStore } from '../storage/schedule-store.ts';
import { hasSecretFile, openSecretStore, resolveSecret } from '../storage/secret-store.ts';
import { openUpkeepStore } from '../storage/upkeep-settings.ts';
import type { Services, SimulatorAccess } from '../wizard/services.ts';
import { askPassphrase } from './ask.ts';
import type { CommandContext } from './program.ts';
import { createAudienceService } from './services/audience-service.ts';
import { createCredentialService } from './services/credential-service.ts';
import { currentAccess } from './services/current-access.ts';
import { createDeliveryService } from './services/delivery-service.ts';
import { guardServices } from './services/guard-services.ts';
import { createHistoryService } from './services/history-service.ts';
import { openPage } from './services/open-page.ts';
import { removePreviews } from './services/preview-folder.ts';
import { createRunKeys } from './services/run-keys.ts';
import { createRunService } from './services/run-service.ts';
import { saveRejects } from './services/save-rejects.ts';
import { createScheduleService } from './services/schedule-service.ts';
import {
  createServerService,
  forgetDroppedSecrets,
  resolveWithSession,
  type SessionSecrets,
} from './services/server-service.ts';
import { createSourceService } from './services/source-service.ts';
import { systemClock } from './services/system-clock.ts';
import { createTikTokAccess } from './services/tiktok-access.ts';

/**
 * The one place where adapters meet ports. Nothing heavy happens here: the engine's process, the keyring and
 * the TikTok client come to life when they are first needed.
 */
export async function createServices(
  { io, version, clock = systemClock }: CommandContext,
  simulator?: SimulatorAccess,
): Promise<Services> {
  // Before anything else: where the policy can't be read, nothing is done.
  const access = currentAccess(io, simulator !== undefined);
  const folders = homeFolders(io.env);
  prepareFolders(folders);
  const profile = openProfileStore(folders);
  const runs = openRunStore(folders);
  const audiences = openAudienceStore(folders);
  // Asked for before the wizard takes the terminal; a command asks when it is needed.
  let passphrase: Promise<string | undefined> | undefined;
  const secrets = openSecretStore({
    env: io.env,
    folders,
    promptPassphrase: (purpose) => passphrase ?? askPassphrase(io, purpose),
    notify: (message) => io.stderr.write(`note: ${message}\n`),
  });
  const resolve = resolveSecret(secrets, io.env, io.cwd);
  const session: SessionSecrets = new Map();
  const engine = createEngine({ tempDirectory: folders.temp }, resolveWithSession(session, resolve));
  const tiktok = createTikTokAccess({ env: io.env, clock, resolveSecret: resolve });
  const keys = createRunKeys(secrets, io.env);
  const deliveredPathOf = (eventSourceId: string) => deliveredPath(folders, eventSourceId);
  const user = osUser();
  const ledgers = async () => {
    const { createLedgerService } = await import('./services/ledger-service.ts');
    const mayMove = (audience: AudienceRecord) => checkAudience(access, profile.load(), audience);
    return createLedgerService({
      engine,
      audiences,
      runs,
      profile,
      temp: folders.temp,
      cwd: io.cwd,
      mayMove,
    });
  };
  const services: Services = {
    version,
    user,
    simulator,
    prepareSecrets: async () => {
      if ((await secrets.kind()) !== 'file' || io.env.TADA_PASSPHRASE) return;
      passphrase = askPassphrase(io, hasSecretFile(folders) ? 'open' : 'create');
      await passphrase;
    },
    profile: {
      path: profile.path,
      load: () => profile.load(),
      update: async (change) => {
        let before = EMPTY_PROFILE;
        const after = profile.update((current) => {
          before = current;
          return change(current);
        });
        await forgetDroppedSecrets(secrets, before, after);
        return after;
      },
    },
    credentials: createCredentialService({
      env: io.env,
      profile,
      secrets,
      resolveSecret: resolve,
      tiktok,
      clock,
    }),
    sources: createSourceService(engine, io.cwd),
    servers: createServerService({ engine, secrets, session }),
    delivery: createDeliveryService({
      engine,
      audiences,
      runs,
      profile,
      tiktok,
      keys,
      deliveredPath: deliveredPathOf,
      clock,
      version,
      user,
      temp: folders.temp,
      newRunId: () => unusedRunId(folders.runs, clock.now()),
    }),
    runs: {
      ...createRunService(runs, audiences, engine),
      ...createHistoryService({
        engine,
        audiences,
        runs,
        keys,
        upkeep: openUpkeepStore(folders),
        deliveredPath: deliveredPathOf,
        now: () => clock.now(),
      }),
      bundle: async (id, path) => {
        const { saveBundle } = await import('./services/bundle-service.ts');
        const now = () => clock.now();
        return await saveBundle({ runs, profile, env: io.env, folder: io.cwd, version, now }, id, path);
      },
      report: async (id, path) => {
        const { saveReport } = await import('./services/report-service.ts');
        return saveReport({ runs, profile, env: io.env, folder: io.cwd }, id, path);
      },
    },
    schedules: createScheduleService({
      env: io.env,
      cwd: io.cwd,
      folders,
      profile,
      secrets,
      schedules: openScheduleStore(folders),
      systemZone: () => systemTimeZone(io.env),
      now: () => clock.now(),
    }),
    drafts: openDraftStore(folders),
    fieldHistory: openFieldHistory(folders),
    audiences: createAudienceService({ audiences, runs, profile, tiktok }),
    ledgers: {
      export: async (audience, path) => (await ledgers()).export(audience, path),
      import: async (audience, path, options) => (await ledgers()).import(audience, path, options),
    },
    openPage: (url) => openPage(url, io.env),
    saveRejects: (rejects, path) => saveRejects(rejects, path, io.cwd),
    editSql: async (sql) => {
      const { editText } = await import('./services/edit-text.ts');
      return await editText(sql, { env: io.env, temp: folders.temp, ending: 'sql' });
    },
    copy: (text) => {
      // OSC 52: the terminal's own clipboard, also over SSH.
      io.stdout.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
    },
    close: async () => {
      await engine.close();
      await removePreviews(folders.temp);
    },
  };
  return guardServices(services, access);
}
