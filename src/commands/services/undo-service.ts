import { recordedMarks } from '../../core/access/check-use.ts';
import { resumedUndoSettings, type UndoSettings, undoSettings } from '../../core/delivery/undo-settings.ts';
import { usageError } from '../../core/errors.ts';
import type { RunFolder } from '../../core/ports/storage.ts';
import { findEntity, getEntity } from '../../core/profiles/entities.ts';
import type { Credential, Profile } from '../../core/profiles/schema.ts';
import type { DeliveryService, RunOptions } from '../../wizard/delivery-service.ts';
import { deliveryPorts } from './delivery-ports.ts';
import type { DeliveryDependencies } from './delivery-service.ts';
import { openRun } from './run-service.ts';

export interface UndoService {
  /** Starts a run that takes back what another one did. */
  readonly undo: DeliveryService['undo'];
  /** Goes on with such a run. */
  resume(folder: RunFolder, options: RunOptions): ReturnType<DeliveryService['resume']>;
}

/** Undoing runs. Everything but the credential comes from the record of the run that is undone. */
export function createUndoService(dependencies: DeliveryDependencies): UndoService {
  const { runs, profile, tiktok, clock } = dependencies;

  async function* deliver(folder: RunFolder, settings: UndoSettings, options: RunOptions) {
    const { runUndo } = await import('../../core/delivery/run-undo.ts');
    const { confirm, confirmRemoval, cancel } = options;
    const ports = await deliveryPorts(dependencies, credentialOf(profile.load(), settings));
    yield* runUndo(ports, folder, {
      settings,
      undone: runs.open(settings.undoOf),
      confirm,
      confirmRemoval,
      cancel,
    });
  }

  return {
    undo: async function* (runId, options) {
      const undone = openRun(runs, runId);
      const settings = undoSettings(undone, runs);
      const credential = credentialOf(profile.load(), settings);
      // Secrets are looked for before a run exists: a missing one is no failed run.
      await tiktok.tokenOf(credential);
      const folder = runs.create({
        id: dependencies.newRunId(),
        orchestration: undone.record.orchestration,
        kind: 'audience',
        startedAt: new Date(clock.now()).toISOString(),
        version: dependencies.version,
        user: dependencies.user,
        settings: {
          ...settings,
          environment: credential.environment,
          ...recordedMarks(undone.record.settings),
        },
      });
      yield* deliver(folder, settings, options);
    },

    resume: async function* (folder, options) {
      const { id, outcome } = folder.record;
      if (outcome === 'completed') {
        throw usageError(
          `The undo ${id} is complete; there is nothing to go on with.`,
          `Taking it back is an undo of its own: \`tada runs undo ${id}\`.`,
        );
      }
      yield* deliver(folder, resumedUndoSettings(folder.record), options);
    },
  };
}

/** The credential the run used, or the one its destination uses now that the other is gone. */
function credentialOf(profile: Profile, { credential, destination }: UndoSettings): Credential {
  const recorded = findEntity(profile, 'credential', credential);
  if (recorded !== undefined) return recorded;
  const instead = findEntity(profile, 'destination', destination)?.credential ?? credential;
  return getEntity(profile, 'credential', instead);
}
