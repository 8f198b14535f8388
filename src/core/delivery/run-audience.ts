import { testAudienceName } from '../audiences/name.ts';
import { audienceNameKeys } from '../history/run-lock.ts';
import type { WrittenEntry } from '../ports/journal.ts';
import type { RunFolder } from '../ports/storage.ts';
import { formatAmount } from '../wording.ts';
import { checkConnection } from './check-connection.ts';
import { createAudience } from './create-audience.ts';
import { deliverAudience } from './deliver-audience.ts';
import type { DeliveryEvent, Outcome } from './events.ts';
import { deliverFiles, type FileDelivery } from './file-deliver.ts';
import { createOrFallBack, explainStreamingFault, withChannelInForce } from './file-fallback.ts';
import { keepsEntries } from './file-journal.ts';
import type { AudienceTarget } from './find-audience.ts';
import { withHomeFirst } from './home-account.ts';
import { type AudienceRunRequest, prepareAudience } from './prepare-audience.ts';
import {
  callOptions,
  type DeliveryPorts,
  engineCall,
  type RunContext,
  runTask,
  throwIfCancelled,
  warn,
} from './run-context.ts';
import { runWorkflow } from './run-workflow.ts';
import { type AudienceRunSettings, resolveSlots } from './settings.ts';
import { summariseAudience } from './summarise.ts';
import { readUnchangedSource } from './unchanged-source.ts';
import { verifyAudience } from './verify-audience.ts';
import { leavesOtherTypes, warnAboutStaged, warnAboutUnusedColumns } from './warnings.ts';

/**
 * Runs check → query → prepare → find or create audience → deliver → verify in a run folder; see
 * {@link runWorkflow} for what it tells. A folder that was used before (a resume) goes on from what its
 * journal says: confirmed entries are never sent again.
 */
export function runAudience(
  ports: DeliveryPorts,
  folder: RunFolder,
  request: AudienceRunRequest,
): AsyncGenerator<DeliveryEvent> {
  const asked = effectiveForTest(request);
  return runWorkflow(ports, folder, {
    lockKeys: audienceNameKeys(asked.advertiserIds, asked.audienceName),
    cancel: request.cancel,
    runTasks: (context) => {
      // Only now, since another process may have made the audience until the lock was ours.
      const inOrder = withHomeFirst(ports, folder.record, asked);
      return runTasks(context, withChannelInForce(ports.audiences, folder.record, inOrder), request);
    },
    summarise: summariseAudience,
  });
}

interface Delivered {
  readonly refused: number;
  /** The audience, where delivering may have made it. */
  readonly id?: string;
}

async function runTasks(
  context: RunContext,
  settings: AudienceRunSettings,
  request: AudienceRunRequest,
): Promise<Outcome> {
  const { ports, folder } = context;
  const entries = folder.journal.read();
  if (entries.length > 0) await folder.journal.append({ type: 'resumed' });

  await runTask(context, 'check', async () => {
    const check = await checkConnection(ports.tiktok, settings.advertiserIds, callOptions(context));
    warn(context, check.warnings);
    return { value: check, ...(check.user === undefined ? {} : { detail: check.user }) };
  });

  const staged = await runTask(context, 'query', () => stage(context, settings, request, entries));
  const delivery = await runTask(context, 'prepare', () =>
    context.seconds.time('prepare', () => prepareAudience(context, settings, request, staged, entries)),
  );
  throwIfCancelled(context.cancel);

  const { plan, target } = delivery;
  const way = await runTask(context, 'audience', () =>
    delivery.settings.channel === 'file'
      ? expectFiles(context, delivery)
      : createOrFallBack(context, { ...delivery, staged }),
  );
  const delivered = await runTask<Delivered>(context, 'deliver', () =>
    context.seconds.time('deliver', () =>
      way.type === 'file'
        ? deliverFiles(context, way.delivery)
        : explainStreamingFault(target.name, () =>
            deliverAudience(context, settings, plan, staged.idSchema, way.id),
          ),
    ),
  );
  const audienceId = way.type === 'file' ? (delivered.id ?? '') : way.id;
  await runTask(context, 'verify', () => verifyAudience(context, settings, audienceId));
  const isAlert =
    delivered.refused > 0 ||
    (way.type === 'streaming' && (isIncompleteMatch(settings, target) || leavesOtherTypes(plan, settings)));
  return isAlert ? 'alert' : 'completed';
}

/** Without a record of who is in the audience, match could only add: done, but not what was asked in full. */
function isIncompleteMatch(settings: AudienceRunSettings, target: AudienceTarget): boolean {
  return settings.mode === 'match' && target.kind === 'existing' && target.record?.ledgerComplete !== true;
}

/** Files are what a file audience is made of: one that is there is written down, a new one comes with them. */
async function expectFiles(context: RunContext, delivery: FileDelivery) {
  const { settings, target, change } = delivery;
  const value = { type: 'file', delivery } as const;
  if (target.kind === 'new') {
    // A run that tried to stream to another audience before is about this one now.
    if (context.folder.record.audienceId !== undefined) context.folder.update({ audienceId: undefined });
    return { value, detail: `${target.name}, from customer files` };
  }
  const { detail } = await createAudience(context, settings, target, change?.fileType);
  return { value, detail };
}

function effectiveForTest({ settings, testMembers }: AudienceRunRequest): AudienceRunSettings {
  if (testMembers === undefined) return settings;
  const { audienceId: _none, ...rest } = settings;
  return { ...rest, audienceName: testAudienceName(settings.audienceName), mode: 'add' };
}

/** Runs the query once and stages hashes. */
async function stage(
  context: RunContext,
  settings: AudienceRunSettings,
  request: AudienceRunRequest,
  entries: readonly WrittenEntry[],
) {
  const { ports, folder } = context;
  const { engine } = ports;
  const earlier = entries.findLast((entry) => entry.type === 'staged');
  if (request.staged !== undefined) {
    if (!keepsEntries(entries)) await folder.journal.append({ type: 'staged', staged: request.staged });
    return { value: request.staged, detail: formatAmount(request.staged.rowsRead, 'row') };
  }
  const read = async () => {
    const described = await engine.describe(settings.tables, settings.sql, engineCall(context, 'query'));
    const { slots, unused } = resolveSlots(settings.idTypes, settings.columns, described);
    warn(context, warnAboutUnusedColumns(unused));
    const { tables, sql, rules, dropPlaceholders } = settings;
    return await engine.stageAudience(
      { tables, sql, slots, rules, dropPlaceholders, stagedPath: folder.stagedPath },
      engineCall(context, 'query'),
    );
  };
  return await context.seconds.time('query', async () => {
    const { staged, isNew } = await readUnchangedSource(context, {
      tables: settings.tables,
      key: stageKey(settings),
      previewedFingerprint: request.previewed?.fingerprint,
      earlier: earlier?.type === 'staged' ? earlier.staged : undefined,
      hasBatches: keepsEntries(entries),
      read,
    });
    const rows = formatAmount(staged.rowsRead, 'row');
    if (!isNew) return { value: staged, detail: `${rows}, read before` };
    await folder.journal.append({ type: 'staged', staged });
    warn(context, warnAboutStaged(staged, settings));
    return { value: staged, detail: rows };
  });
}

/** What staged rows depend on; a change of any of it means reading again. */
function stageKey(settings: AudienceRunSettings): string {
  const { sql, tables, columns, idTypes, rules, dropPlaceholders } = settings;
  return JSON.stringify({ sql, tables, columns, idTypes, rules, dropPlaceholders });
}
