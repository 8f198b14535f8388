import { KnownError } from '../errors.ts';
import type { AudienceRecord } from '../ports.ts';
import { OutcomeUnknownError } from '../remedies/outcome-unknown.ts';
import { type AudienceTarget, findAudience } from './find-audience.ts';
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
) {
  const { folder, ports } = context;
  const advertiserId = settings.advertiserIds[0] ?? '';
  if (target.kind === 'existing') {
    await remember(context, settings, { id: target.id, name: target.name, created: false });
    return { value: { id: target.id }, detail: `${target.name} (${target.id})` };
  }

  await folder.journal.append({ type: 'audience-creating', advertiserId, name: target.name });
  for (let attempt = 1; ; attempt += 1) {
    try {
      context.counters.requests += 1;
      const { data, requestId } = await ports.tiktok.createAudience(
        advertiserId,
        target.name,
        callOptions(context),
      );
      await remember(context, settings, { id: data.id, name: target.name, created: true, requestId });
      return { value: { id: data.id }, detail: `created ${target.name} (${data.id})` };
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error;
      const id = await lookForCreated(context, settings, target.name);
      if (id !== undefined) {
        await remember(context, settings, { id, name: target.name, created: true });
        return { value: { id }, detail: `created ${target.name} (${id})` };
      }
      if (attempt === CREATION_ATTEMPTS) throw error;
    }
  }
}

async function lookForCreated(
  context: RunContext,
  settings: AudienceRunSettings,
  name: string,
): Promise<string | undefined> {
  const { ports, cancel } = context;
  for (let look = 1; look <= LOOKS_AFTER_UNKNOWN; look += 1) {
    context.queue.push({
      type: 'wait',
      reason: 'TikTok did not answer the creation of the audience; looking whether it is there',
      seconds: PAUSE_BETWEEN_LOOKS_MS / 1000,
    });
    await ports.clock.sleep(PAUSE_BETWEEN_LOOKS_MS, cancel);
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

async function remember(
  context: RunContext,
  settings: AudienceRunSettings,
  audience: {
    readonly id: string;
    readonly name: string;
    readonly created: boolean;
    readonly requestId?: string | undefined;
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
  await folder.journal.append({ type: 'audience', advertiserId, ...audience });
  folder.update({ advertiserId, audienceId: audience.id });
  const known = ports.audiences.find(advertiserId, audience.id);
  if (known !== undefined) return;
  const { emailRule, phoneRule, idfaCase } = settings.rules;
  ports.audiences.save({
    advertiserId,
    audienceId: audience.id,
    name: settings.audienceName,
    channel: settings.channel,
    rules: { emailRule, phoneRule, idfaCase },
    ledgerComplete: audience.created,
  });
}

/**
 * A run that ended between asking for an audience and the answer leaves one that nobody remembers. When a
 * journal says that tada asked for this name because there was none, the one that is listed now is tada's,
 * and its ledger (empty so far) is complete. Returns its record, or undefined when there is no such journal.
 */
export function adoptUnansweredCreation(
  ports: Pick<DeliveryPorts, 'runs' | 'audiences'>,
  settings: AudienceRunSettings,
  advertiserId: string,
  audienceId: string,
): AudienceRecord | undefined {
  const asked = ports.runs
    .list()
    .runs.filter((run) => run.kind === 'audience' && run.audienceId === undefined)
    .some((run) =>
      ports.runs
        .open(run.id)
        ?.journal.read()
        .some(
          (entry) =>
            entry.type === 'audience-creating' &&
            entry.advertiserId === advertiserId &&
            entry.name === settings.audienceName,
        ),
    );
  if (!asked) return undefined;
  const { emailRule, phoneRule, idfaCase } = settings.rules;
  const record: AudienceRecord = {
    advertiserId,
    audienceId,
    name: settings.audienceName,
    channel: settings.channel,
    rules: { emailRule, phoneRule, idfaCase },
    ledgerComplete: true,
  };
  ports.audiences.save(record);
  return record;
}
