import { checkChange, checkCredential } from '../../core/access/check-change.ts';
import {
  checkDeletion,
  checkDestination,
  checkRun,
  checkUse,
  maySeeRun,
} from '../../core/access/check-use.ts';
import { type Access, FULL_ACCESS, forbidden } from '../../core/access/policy.ts';
import { olderThan } from '../../core/history/retention.ts';
import { maskHashes } from '../../core/identifiers/mask.ts';
import { removeEntity, renameEntity } from '../../core/profiles/edit.ts';
import { findEntity } from '../../core/profiles/entities.ts';
import type { OrchestrationSet } from '../../core/profiles/schema.ts';
import type { AudienceService } from '../../wizard/audience-service.ts';
import type { CredentialService } from '../../wizard/credential-service.ts';
import type { DeliveryService, EventsPreviewView, PreviewView } from '../../wizard/delivery-service.ts';
import type { RunService } from '../../wizard/run-service.ts';
import type { ScheduleService } from '../../wizard/schedule-service.ts';
import type { Services } from '../../wizard/services.ts';

/**
 * The one place where the access policy is enforced: wizard and commands get these services and no others. Whatever
 * the policy forbids rejects with kind `forbidden-by-policy`, before anything is sent or written.
 */
export function guardServices(services: Services, access: Access): Services {
  if (access.role === FULL_ACCESS.role && !access.isRestricted) return services;
  const guard = openGuard(services, access);
  return {
    ...services,
    profile: {
      ...services.profile,
      update: (change) =>
        services.profile.update((current) => {
          const after = change(current);
          checkChange(access, current, after);
          return after;
        }),
    },
    credentials: guardCredentials(services.credentials, guard),
    servers: {
      ...services.servers,
      keepSecret: async (source, secret) => {
        guard.noBusiness('keep a server’s password or token');
        await services.servers.keepSecret(source, secret);
      },
    },
    delivery: guardDelivery(services.delivery, guard),
    runs: guardRuns(services.runs, guard),
    schedules: guardSchedules(services.schedules, guard),
    audiences: guardAudiences(services.audiences, guard),
  };
}

interface Guard {
  readonly services: Services;
  readonly access: Access;
  use(orchestration: string, set?: OrchestrationSet, isTest?: boolean): void;
  run(id: string): void;
  credential(name: string): void;
  /** For what changes something that has no name in the profile. */
  noBusiness(what: string): void;
}

function openGuard(services: Services, access: Access): Guard {
  const { profile, runs } = services;
  return {
    services,
    access,
    use: (orchestration, set, isTest = false) =>
      checkUse(access, profile.load(), orchestration, set, { audiences: runs.audiences(), isTest }),
    run: (id) => checkRun(access, profile.load(), runs.show(id).record),
    credential: (name) => checkCredential(access, profile.load(), name),
    noBusiness: (what) => {
      if (access.role !== 'business') return;
      throw forbidden('business-changes-nothing', `A business user can't ${what}`);
    },
  };
}

function guardCredentials(credentials: CredentialService, guard: Guard): CredentialService {
  const { access, services } = guard;
  return {
    ...credentials,
    draftOf: async (name) => {
      guard.credential(name);
      return await credentials.draftOf(name);
    },
    save: async (credential, secrets) => {
      guard.credential(credential.name);
      await credentials.save(credential, secrets);
    },
    rename: async (name, newName) => {
      guard.credential(name);
      const before = services.profile.load();
      checkChange(access, before, renameEntity(before, { kind: 'credential', name }, newName).profile);
      await credentials.rename(name, newName);
    },
    duplicate: async (name) => {
      guard.credential(name);
      return await credentials.duplicate(name);
    },
    remove: async (name, options) => {
      guard.credential(name);
      const before = services.profile.load();
      const { withDependents = false } = options;
      const { profile: after } = removeEntity(before, { kind: 'credential', name }, { withDependents });
      checkChange(access, before, after);
      await credentials.remove(name, options);
    },
    createEventSet: async (name, ...rest) => {
      guard.noBusiness('create event sets');
      return await credentials.createEventSet(name, ...rest);
    },
  };
}

function guardDelivery(delivery: DeliveryService, guard: Guard): DeliveryService {
  const preview = (orchestration: string, set: OrchestrationSet | undefined, unmask: boolean) => {
    guard.use(orchestration, set);
    if (unmask && guard.access.isRestricted) {
      throw forbidden('restricted-pii', 'Somebody under restricted PII sees masked values only');
    }
  };
  return {
    ...delivery,
    check: async (destination, onWait) => {
      checkDestination(guard.access, guard.services.profile.load(), destination);
      return await delivery.check(destination, onWait);
    },
    preview: async (orchestration, options) => {
      preview(orchestration, options.set, options.unmask);
      return maskFor(guard.access, await delivery.preview(orchestration, options));
    },
    previewEvents: async (orchestration, options) => {
      preview(orchestration, options.set, options.unmask);
      return maskFor(guard.access, await delivery.previewEvents(orchestration, options));
    },
    previewCampaign: async (campaign, call) => {
      guard.use(campaign);
      return await delivery.previewCampaign(campaign, call);
    },
    run: async function* (orchestration, options) {
      guard.use(orchestration, options.set, options.testMembers !== undefined);
      yield* delivery.run(orchestration, options);
    },
    resume: async function* (runId, options) {
      guard.run(runId);
      const { orchestration, settings } = guard.services.runs.show(runId).record;
      const isThere = isSetUp(guard, orchestration);
      // It goes on with the profile as it is now, so what it leads to now counts as well.
      if (isThere && settings.undoOf === undefined) guard.use(orchestration);
      yield* delivery.resume(runId, options);
    },
    undo: async function* (runId, options) {
      guard.run(runId);
      yield* delivery.undo(runId, options);
    },
  };
}

/** A hash is no anonymous word: a request of thousands of them is a list of people. */
function maskFor<View extends PreviewView | EventsPreviewView>({ isRestricted }: Access, view: View): View {
  if (!isRestricted) return view;
  const { sample, request } = view;
  const body = request === undefined ? undefined : { ...request, body: maskHashes(request.body) };
  return { ...view, sample: maskHashes(sample) as View['sample'], request: body };
}

function guardRuns(runs: RunService, guard: Guard): RunService {
  const { access, services } = guard;
  const list: RunService['list'] = () => {
    const all = runs.list();
    const profile = services.profile.load();
    return { ...all, runs: all.runs.filter((record) => maySeeRun(access, profile, record)) };
  };
  // Planned over all of them, because a run that isn't seen may be why another one stays.
  const pruning: RunService['pruning'] = (days) => {
    const seen = new Set(list().runs.map(({ id }) => id));
    const { remove, keep } = runs.pruning(days);
    return { remove: remove.filter(({ id }) => seen.has(id)), keep: keep.filter(({ id }) => seen.has(id)) };
  };
  return {
    ...runs,
    list,
    show: (id) => {
      guard.run(id);
      return runs.show(id);
    },
    rejects: (id) => {
      guard.run(id);
      return runs.rejects(id);
    },
    compare: (one, other) => {
      guard.run(one);
      guard.run(other);
      return runs.compare(one, other);
    },
    bundle: async (id, path) => {
      guard.run(id);
      return await runs.bundle(id, path);
    },
    report: async (id, path) => {
      guard.run(id);
      return await runs.report(id, path);
    },
    pruning,
    prune: async (days) => {
      guard.noBusiness('delete runs');
      const plan = pruning(days);
      const ids = plan.remove.map(({ id }) => id);
      const { deleted, kept } = await runs.remove({ ids }, { force: false });
      return { deleted, kept: [...plan.keep, ...kept] };
    },
    keepFor: (days) => {
      guard.noBusiness('change how long runs are kept');
      // From the next start on everything of that age would go, whatever it is of.
      if (list().runs.length < runs.list().runs.length) {
        throw forbidden(
          'admin-only',
          'Some runs are admin only, so only administrators say how long runs are kept',
        );
      }
      runs.keepFor(days);
    },
    remove: async (selection, options) => {
      guard.noBusiness('delete runs');
      const ids =
        'ids' in selection
          ? selection.ids
          : olderThan(list().runs, selection.olderThanDays, Date.now()).map(({ id }) => id);
      const { broken } = runs.list();
      for (const id of ids) if (!broken.includes(id)) guard.run(id);
      return await runs.remove({ ids }, options);
    },
  };
}

function guardSchedules(schedules: ScheduleService, guard: Guard): ScheduleService {
  return {
    ...schedules,
    install: async (name, scheduler) => {
      guard.noBusiness('install schedules');
      const names =
        name === undefined
          ? (await schedules.print(name, scheduler)).entries.map((each) => each.name)
          : [name];
      for (const each of names) guard.use(each);
      return await schedules.install(name, scheduler);
    },
    remove: async (name) => {
      guard.noBusiness('remove schedules');
      const installed = (await schedules.list()).filter((view) => name === undefined || view.name === name);
      for (const view of installed) {
        if (isSetUp(guard, view.name)) guard.use(view.name);
      }
      return await schedules.remove(name);
    },
  };
}

function guardAudiences(audiences: AudienceService, guard: Guard): AudienceService {
  const { access, services } = guard;
  const checkIt: AudienceService['checkDeletion'] = ({ advertiserId }, { id: audienceId, name }) => {
    const isIt = (each: {
      readonly advertiserId?: string | undefined;
      readonly audienceId?: string | undefined;
    }) => each.advertiserId === advertiserId && each.audienceId === audienceId;
    const known = services.runs.audiences().find(isIt)?.name;
    const names = [...new Set([name, known ?? name])].filter((each) => each !== '');
    const runs = services.runs.list().runs.filter(isIt);
    checkDeletion(access, services.profile.load(), { advertiserId, audienceId, names }, runs);
  };
  return {
    checkDeletion: checkIt,
    delete: async (account, audience, options) => {
      checkIt(account, audience);
      return await audiences.delete(account, audience, options);
    },
  };
}

function isSetUp({ services }: Guard, name: string): boolean {
  const profile = services.profile.load();
  return (['orchestration', 'campaign'] as const).some(
    (kind) => findEntity(profile, kind, name) !== undefined,
  );
}
