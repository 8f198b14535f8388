import type { AudiencePlan } from '../audiences/plan.ts';
import { KnownError } from '../errors.ts';
import type { CallOptions } from '../ports/tiktok.ts';
import { OutcomeUnknownError } from '../remedies/outcome-unknown.ts';
import { formatCount } from '../wording.ts';
import { awaitSettling } from './await-settling.ts';
import { forgetNamesake, lookForCreated, rememberAudience } from './create-audience.ts';
import { cancellableWhileWaiting } from './deliver-batches.ts';
import { readFileState } from './file-journal.ts';
import type { CustomerFile, FileChange } from './file-types.ts';
import { uploadFiles } from './file-upload.ts';
import type { AudienceTarget } from './find-audience.ts';
import { readJournalState } from './journal-state.ts';
import { callOptions, type RunContext, throwIfCancelled } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';
import { takeTurn } from './take-turn.ts';

const CREATION_ATTEMPTS = 3;

/** TikTok's codes for an upload that isn't there any more: FILE_NOT_EXIST, FILE_EXPIRED, FILE_UPLOAD_INVALID. */
const UPLOAD_IS_GONE: readonly number[] = [40905, 40910, 40915];

/** An audience run that goes by customer files. */
export interface FileDelivery {
  readonly settings: AudienceRunSettings;
  readonly plan: AudiencePlan;
  readonly target: AudienceTarget;
  /** Undefined: there is nothing to send. */
  readonly change: FileChange | undefined;
}

/**
 * Uploads the files and asks for the one change that makes the audience what it is to be, then moves the
 * ledger. All entries of the plan are one batch in the journal: `sent` before the request, its answer after
 * it. After a crash uploads are repeated, which leaves files that nobody uses; an update is repeated, since
 * REPLACE gives the same list and APPEND and REMOVE are set-like; a creation is only repeated when the list
 * does not show what it made.
 */
export async function deliverFiles(context: RunContext, delivery: FileDelivery) {
  const { folder } = context;
  const { target, change } = delivery;
  takeTurn(context);
  if (change === undefined) {
    // Without a change the target was found; a new audience always has one.
    const id = target.kind === 'existing' ? target.id : '';
    return { value: { refused: 0, id }, detail: 'nothing to send', isAlert: false };
  }
  // A list that arrives late would stand in the place of this one, whoever is in it.
  await awaitSettling(context, async () => true);
  folder.update({ ledgerPending: true });
  try {
    const { id, detail } = await carryOut(context, delivery, change);
    await settle(context, id);
    return { value: { refused: 0, id }, detail, isAlert: false };
  } catch (error) {
    // What may have arrived is settled now where the audience is known, else by the run that finds it.
    if (target.kind === 'existing') await settle(context, target.id);
    else if (isNothingDone(context)) folder.update({ ledgerPending: false });
    throw error;
  } finally {
    await removeFiles(context);
  }
}

function isNothingDone({ folder }: RunContext): boolean {
  const { kind } = readFileState(folder.journal.read());
  return kind === 'untouched' || kind === 'refused';
}

interface CarriedOut {
  readonly id: string;
  readonly detail: string;
}

/** What the journal says becomes the ledger; where no audience is known yet, a later run does it. */
async function settle({ ports, folder }: RunContext, audienceId: string): Promise<void> {
  if (folder.record.ledgerPending !== true) return;
  const advertiserId = folder.record.advertiserId ?? '';
  const entries = folder.journal.read();
  const { confirmed, unknown } = readJournalState(entries);
  const ledgerPath = ports.audiences.ledgerPath(advertiserId, audienceId);
  await ports.engine.applyToLedger(ledgerPath, folder.stagedPath, { confirmed, unknown });
  const state = readFileState(entries);
  const record = ports.audiences.find(advertiserId, audienceId);
  if (state.kind === 'confirmed' && state.change.action === 'REPLACE' && record !== undefined) {
    // Whoever was there before is gone: from here on the ledger knows everyone.
    ports.audiences.save({ ...record, fileType: state.change.fileType, ledgerComplete: true });
  }
  await folder.journal.append({ type: 'ledger-applied' });
  folder.update({ ledgerPending: false });
}

async function carryOut(
  context: RunContext,
  delivery: FileDelivery,
  change: FileChange,
): Promise<CarriedOut> {
  const { ports, folder } = context;
  const { plan, target, settings } = delivery;
  const entries = folder.journal.read();
  const state = readFileState(entries);
  if (state.kind === 'confirmed' && target.kind === 'existing') {
    if (!entries.some((entry) => entry.type === 'batch' && entry.state === 'confirmed')) {
      await confirm(context, plan, change, undefined);
    }
    return { id: target.id, detail: 'confirmed before' };
  }
  if (target.kind === 'new' && state.kind === 'open') {
    const id = await lookForCreated(context, settings, target.name, { isFirstAtOnce: true });
    if (id !== undefined) {
      await rememberCreated(context, delivery, change, { id });
      return { id, detail: `made ${target.name} (${id}) before` };
    }
  }
  const files = await ports.engine.writeCustomerFiles(
    {
      stagedPath: folder.stagedPath,
      filesPath: folder.filesPath,
      fileType: change.fileType,
      contents: change.action === 'REPLACE' ? 'list' : 'entries',
    },
    { signal: context.cancel },
  );
  const id = await uploadAndAsk(context, delivery, change, files);
  const lines = formatCount(files.reduce((sum, file) => sum + file.lines, 0));
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return { id, detail: `${lines} lines in ${count} (${change.action})` };
}

/** The uploads may expire before they are used; then, once, everything is uploaded again. */
async function uploadAndAsk(
  context: RunContext,
  delivery: FileDelivery,
  change: FileChange,
  files: readonly CustomerFile[],
): Promise<string> {
  const advertiserId = delivery.settings.advertiserIds[0] ?? '';
  for (let isRepeated = false; ; isRepeated = true) {
    const filePaths = await uploadFiles(context, advertiserId, change.fileType, files);
    throwIfCancelled(context.cancel);
    try {
      return await askForChange(context, delivery, change, filePaths);
    } catch (error) {
      const code = error instanceof KnownError ? error.fault?.code : undefined;
      if (isRepeated || code === undefined || !UPLOAD_IS_GONE.includes(code)) throw error;
      const reason = `TikTok no longer has the uploaded files (code ${code}); uploading them again`;
      callOptions(context).onWait?.({ reason, seconds: 0, isPacing: true });
    }
  }
}

async function askForChange(
  context: RunContext,
  delivery: FileDelivery,
  change: FileChange,
  filePaths: readonly string[],
): Promise<string> {
  const { tiktok } = context.ports;
  const { plan, target, settings } = delivery;
  const advertiserId = settings.advertiserIds[0] ?? '';
  if (target.kind === 'new') return await createFromFiles(context, delivery, change, filePaths);
  const { action } = change;
  if (action === 'CREATE') throw new Error('An audience that exists is to be created.');
  const request = { advertiserId, audienceId: target.id, action, filePaths };
  const { requestId } = await ask(context, plan, change, (options) =>
    tiktok.updateFileAudience(request, options),
  );
  await confirm(context, plan, change, requestId);
  return target.id;
}

/** TikTok lets names repeat: after a creation without an answer comes a look, and only then another try. */
async function createFromFiles(
  context: RunContext,
  delivery: FileDelivery,
  change: FileChange,
  filePaths: readonly string[],
): Promise<string> {
  const { ports, folder, cancel } = context;
  const { plan, target, settings } = delivery;
  const advertiserId = settings.advertiserIds[0] ?? '';
  const { name } = target;
  await folder.journal.append({ type: 'audience-creating', advertiserId, name, channel: 'file' });
  const request = { advertiserId, name, fileType: change.fileType, filePaths };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { data, requestId } = await ask(context, plan, change, (options) =>
        ports.tiktok.createFileAudience(request, options),
      );
      forgetNamesake(context, advertiserId, data.id);
      await rememberCreated(context, delivery, change, { id: data.id, requestId });
      return data.id;
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError) || cancel.aborted) throw error;
      const id = await lookForCreated(context, settings, name);
      if (id !== undefined) {
        await rememberCreated(context, delivery, change, { id });
        return id;
      }
      if (attempt === CREATION_ATTEMPTS) throw error;
    }
  }
}

async function rememberCreated(
  context: RunContext,
  { settings, target, plan }: FileDelivery,
  change: FileChange,
  { id, requestId }: { readonly id: string; readonly requestId?: string | undefined },
): Promise<void> {
  const audience = { id, name: target.name, created: true, requestId, fileType: change.fileType };
  await rememberAudience(context, settings, audience);
  await confirm(context, plan, change, requestId);
}

/** A request with its lines in the journal; a cancel ends its waits, never the request itself. */
async function ask<Reply>(
  context: RunContext,
  plan: AudiencePlan,
  change: FileChange,
  send: (options: CallOptions) => Promise<Reply>,
): Promise<Reply> {
  const { journal } = context.folder;
  const batch = { type: 'batch', from: 0, to: plan.entries, change } as const;
  const { onWait } = callOptions(context);
  const call = cancellableWhileWaiting(context.cancel);
  await journal.append({ ...batch, state: 'sent' });
  context.counters.requests += 1;
  try {
    return await send({
      signal: call.signal,
      onWait: (notice) => {
        // It stays in doubt also when a later attempt is answered, or refused.
        if (notice.isInDoubt === true) journal.append({ ...batch, state: 'unknown' }).catch(() => undefined);
        onWait?.(notice);
        call.waiting();
      },
    });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const { fault } = error;
    // Only part of a change that is one whole: nobody knows which.
    const isUnknown = error instanceof OutcomeUnknownError || fault === undefined || fault.kind === 'partial';
    await journal.append({
      ...batch,
      state: isUnknown ? 'unknown' : 'returned',
      requestId: fault?.requestId,
      code: fault?.code,
      message: fault?.message,
    });
    throw error;
  } finally {
    call.dispose();
  }
}

async function confirm(
  { folder }: RunContext,
  plan: AudiencePlan,
  change: FileChange,
  requestId: string | undefined,
): Promise<void> {
  const batch = { type: 'batch', state: 'confirmed', from: 0, to: plan.entries } as const;
  await folder.journal.append({ ...batch, change, requestId });
}

/** They can be written again at any time; that they can't be removed now is no reason to fail. */
async function removeFiles({ ports, folder }: RunContext): Promise<void> {
  try {
    await ports.engine.removeCustomerFiles(folder.filesPath);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
  }
}
