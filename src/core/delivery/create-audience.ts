import { KnownError } from '../errors.ts';
import { audienceLockKey } from '../history/run-lock.ts';
import type { AudienceRecord } from '../ports/storage.ts';
import type { CallOptions, Reply } from '../ports/tiktok.ts';
import { OutcomeUnknownError } from '../remedies/outcome-unknown.ts';
import { cancellableWhileWaiting } from './deliver-batches.ts';
import type { CustomerFileType } from './file-types.ts';
import { type AudienceTarget, findAudience } from './find-audience.ts';
import { forgetAudience } from './forget-audience.ts';
import { openCreations } from './open-creations.ts';
import { callOptions, type DeliveryPorts, type RunContext } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';

/** After a creation without an answer: how often, and with what pause, the list is asked before trying again. */
const LOOKS_AFTER_UNKNOWN = 3;
const PAUSE_BETWEEN_LOOKS_MS = 5_000;
const CREATION_ATTEMPTS = 3;

/**
 * Makes sure the audience exists, and remembers it. TikTok lets names repeat and knows no idempotency key,
 * so a creation whose outcome is unknown is never repeated before the list was looked at; how quickly a new
 * audience is listed isn't documented, hence the pauses. A journal line before the request makes the same
 * true after a crash.
 */
export async function createAudience(
  context: RunContext,
  settings: AudienceRunSettings,
  target: AudienceTarget,
  fileType?: CustomerFileType,
) {
  const { folder, ports } = context;
  const advertiserId = settings.advertiserIds[0] ?? '';
  if (target.kind === 'existing') {
    const { id, name } = target;
    // This very run may have made it, and died before it wrote down what it knows of it: everybody in it.
    const created = folder.journal
      .read()
      .some((entry) => entry.type === 'audience' && entry.created && entry.id === id);
    await rememberAudience(context, settings, { id, name, created, ...(created ? { fileType } : {}) });
    return { value: { id: target.id }, detail: `${target.name} (${target.id})` };
  }

  // From here on this run is about the new one, also when it dies before it knows which.
  if (folder.record.audienceId !== undefined) folder.update({ audienceId: undefined });
  const asked = { type: 'audience-creating', advertiserId, name: target.name } as const;
  await folder.journal.append(asked);
  for (let attempt = 1; ; attempt += 1) {
    let answer: Reply<{ id: string }>;
    try {
      context.counters.requests += 1;
      answer = await ask(context, (options) =>
        ports.tiktok.createAudience(advertiserId, target.name, options),
      );
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) {
        // One that is found under the name later is somebody else's, with people nobody here knows of.
        if (attempt === 1 && error instanceof KnownError) {
          await folder.journal.append({ ...asked, isRefused: true });
        }
        throw error;
      }
      const id = await lookForCreated(context, settings, target.name);
      if (id !== undefined) {
        await rememberAudience(context, settings, { id, name: target.name, created: true });
        return { value: { id }, detail: `created ${target.name} (${id})` };
      }
      if (attempt === CREATION_ATTEMPTS) throw error;
      continue;
    }
    const { data, requestId } = answer;
    forgetNamesake(context, advertiserId, data.id);
    await rememberAudience(context, settings, { id: data.id, name: target.name, created: true, requestId });
    return { value: { id: data.id }, detail: `created ${target.name} (${data.id})` };
  }
}

/** A cancel ends its waits, never the request: given up half-way it leaves an audience nobody knows of. */
async function ask<Answer>(
  context: RunContext,
  send: (options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  const { onWait } = callOptions(context);
  const call = cancellableWhileWaiting(context.cancel);
  try {
    return await send({
      signal: call.signal,
      onWait: (notice) => {
        onWait?.(notice);
        call.waiting();
      },
    });
  } finally {
    call.dispose();
  }
}

/**
 * A simulator that was started anew gives its ids out again: what is known of an earlier audience under the id of a new
 * one is not about this one. TikTok's ids are for life; should it name a known one, what is known stays.
 */
export function forgetNamesake(
  { ports, folder }: Pick<RunContext, 'ports' | 'folder'>,
  advertiserId: string,
  audienceId: string,
): void {
  if (folder.record.settings.environment !== 'simulator') return;
  if (ports.audiences.find(advertiserId, audienceId) === undefined) return;
  forgetAudience(ports, advertiserId, audienceId, folder.record.id);
}

/**
 * Looks a few times for an audience whose creation got no answer, with a pause before each look; the first one
 * needs none when time has passed anyway. Undefined when it isn't there.
 */
export async function lookForCreated(
  context: RunContext,
  settings: AudienceRunSettings,
  name: string,
  { isFirstAtOnce = false } = {},
): Promise<string | undefined> {
  const { ports, cancel } = context;
  const pause = PAUSE_BETWEEN_LOOKS_MS * (ports.waitScale ?? 1);
  for (let look = 1; look <= LOOKS_AFTER_UNKNOWN; look += 1) {
    if (look > 1 || !isFirstAtOnce) {
      context.queue.push({
        type: 'wait',
        reason: 'TikTok did not answer the creation of the audience; looking whether it is there',
        seconds: pause / 1000,
      });
      await ports.clock.sleep(pause, cancel);
    }
    const { target } = await findAudience(
      ports.tiktok,
      ports.audiences,
      {
        advertiserId: settings.advertiserIds[0] ?? '',
        name,
        audienceId: undefined,
        channel: settings.channel,
      },
      callOptions(context),
    );
    if (target.kind === 'existing') return target.id;
  }
  return undefined;
}

/** Writes down which audience the run is for: in its journal, in its record, and among the audiences. */
export async function rememberAudience(
  context: RunContext,
  settings: AudienceRunSettings,
  {
    fileType,
    ...audience
  }: {
    readonly id: string;
    readonly name: string;
    readonly created: boolean;
    readonly requestId?: string | undefined;
    /** What the files of a new file audience hold. */
    readonly fileType?: CustomerFileType | undefined;
  },
): Promise<void> {
  const { ports, folder } = context;
  const advertiserId = settings.advertiserIds[0];
  if (advertiserId === undefined) {
    throw new KnownError({
      kind: 'configuration',
      message: 'The destination has no advertiser id.',
      hint: 'Add one to the destination.',
    });
  }
  await context.hold(audienceLockKey(advertiserId, audience.id));
  await folder.journal.append({ type: 'audience', advertiserId, ...audience });
  const noteRun = () => folder.update({ advertiserId, audienceId: audience.id });
  const noteAudience = () => {
    if (ports.audiences.find(advertiserId, audience.id) !== undefined) return;
    const { emailRule, phoneRule, idfaCase } = settings.rules;
    ports.audiences.save({
      advertiserId,
      audienceId: audience.id,
      name: settings.audienceName,
      channel: settings.channel,
      ...(fileType === undefined ? {} : { fileType }),
      ...(settings.isFallback === true ? { isFallback: true } : {}),
      rules: { emailRule, phoneRule, idfaCase },
      ledgerComplete: audience.created,
    });
  };
  // Killed in between, a run that knows the audience would keep everybody from adopting it, and its ledger
  // would never count as complete. A run of files has sent people by now: it has to be found to be settled.
  const inOrder = settings.channel === 'file' ? [noteRun, noteAudience] : [noteAudience, noteRun];
  for (const note of inOrder) note();
}

/**
 * A run that ended between asking for an audience and noting which one it is leaves one that nobody remembers. When
 * a journal says that tada asked for this name because there was none, the one that is there now is tada's,
 * and its ledger is complete: empty for streaming; made from files it holds what the run asked for, which
 * becomes uncertain members once that run is settled. Returns its record, or undefined when there is no such
 * journal.
 */
export function adoptUnansweredCreation(
  ports: Pick<DeliveryPorts, 'runs' | 'audiences'>,
  settings: AudienceRunSettings,
  advertiserId: string,
  audienceId: string,
): AudienceRecord | undefined {
  const { channel, audienceName: name } = settings;
  const asked = openCreations(ports, { name, channel }).filter(
    (creation) => creation.advertiserId === advertiserId && (creation.id ?? audienceId) === audienceId,
  );
  if (asked.length === 0) return undefined;
  if (channel === 'file') for (const { folder } of asked) folder.update({ advertiserId, audienceId });
  const { emailRule, phoneRule, idfaCase } = settings.rules;
  const record: AudienceRecord = {
    advertiserId,
    audienceId,
    name,
    channel,
    ...(settings.isFallback === true ? { isFallback: true } : {}),
    rules: { emailRule, phoneRule, idfaCase },
    ledgerComplete: true,
  };
  ports.audiences.save(record);
  return record;
}
