import { KnownError } from '../errors.ts';
import type { AudienceStore, RunRecord } from '../ports/storage.ts';
import type { Fault } from '../remedies/faults.ts';
import { knownErrorFromFault } from '../remedies/remedies.ts';
import { createAudience, lookForCreated } from './create-audience.ts';
import type { Warning } from './events.ts';
import type { FileDelivery } from './file-deliver.ts';
import { type FilePlanning, planFiles } from './file-plan.ts';
import { type FoundAudience, findAudience } from './find-audience.ts';
import { isPerhapsMade, madeAudiences } from './made-audiences.ts';
import {
  callOptions,
  type DeliveryPorts,
  faultOf,
  type RunContext,
  TaskFailed,
  warn,
} from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';

/** How a run delivers: by streaming to an audience that exists, or by files that may make it first. */
export type DeliveryWay =
  | { readonly type: 'streaming'; readonly id: string }
  | { readonly type: 'file'; readonly delivery: FileDelivery };

/**
 * The settings with the channel that is in force. Where TikTok didn't let the app stream, a run went on with
 * customer files, and what it made stays a file audience: a later run, or the same one resumed, keeps to it.
 */
export function withChannelInForce(
  audiences: Pick<AudienceStore, 'list'>,
  record: Pick<RunRecord, 'settings'> | undefined,
  settings: AudienceRunSettings,
): AudienceRunSettings {
  if (settings.channel === 'file') return settings;
  const fellBack = record?.settings.isFallback === true || fallbackRecord(audiences, settings) !== undefined;
  return fellBack ? { ...settings, channel: 'file', isFallback: true } : settings;
}

/** The record of an audience that stands for the streamed one these settings ask for. */
function fallbackRecord(
  audiences: Pick<AudienceStore, 'list'>,
  { advertiserIds, audienceName, audienceId }: AudienceRunSettings,
) {
  const records = audiences
    .list()
    .filter((record) => record.advertiserId === advertiserIds[0])
    .filter((record) =>
      audienceId === undefined ? record.name === audienceName : record.audienceId === audienceId,
    );
  const isStreamed = records.some(({ channel }) => channel === 'streaming');
  return isStreamed ? undefined : records.findLast(({ isFallback }) => isFallback === true);
}

/**
 * Finds the audience of a run, and the settings that fit it: when one that stands for a streamed audience is
 * gone, streaming is tried again, since TikTok may allow it by now.
 */
export async function findTarget(context: RunContext, asked: AudienceRunSettings) {
  const { ports, folder } = context;
  const find = (settings: AudienceRunSettings) => {
    const { advertiserIds, audienceName: name, audienceId, channel } = settings;
    const wish = { advertiserId: advertiserIds[0] ?? '', name, channel };
    return findAgainWhereUnanswered(context, settings, wish, () =>
      findAudience(
        ports.tiktok,
        ports.audiences,
        { ...wish, audienceId, made: madeAudiences(context, wish) },
        callOptions(context),
      ),
    );
  };
  const found = await find(asked);
  if (asked.isFallback !== true) return { found, settings: asked };
  if (found.target.kind === 'existing') {
    const warnings = [...found.warnings, keepsToFiles(found.target.name)];
    return { found: { ...found, warnings }, settings: asked };
  }
  // This very run found out that the app may not stream; asking again would only be refused again.
  if (folder.record.settings.isFallback === true) return { found, settings: asked };
  const settings: AudienceRunSettings = { ...asked, channel: 'streaming', isFallback: undefined };
  return { found: await find(settings), settings };
}

/**
 * A run that died a moment ago may have asked for the audience without hearing that it is there: before another one
 * is made, the list gets the time to show it.
 */
async function findAgainWhereUnanswered(
  context: RunContext,
  settings: AudienceRunSettings,
  wish: { readonly advertiserId: string; readonly name: string; readonly channel: 'streaming' | 'file' },
  find: () => Promise<FoundAudience>,
): Promise<FoundAudience> {
  const found = await find();
  if (found.target.kind === 'existing' || !isPerhapsMade(context, wish)) return found;
  return (await lookForCreated(context, settings, wish.name)) === undefined ? found : await find();
}

function keepsToFiles(name: string): Warning {
  return {
    code: 'file-channel-used',
    message: `The audience "${name}" was made from customer files, because TikTok did not let this app stream; it keeps to them.`,
  };
}

/**
 * Makes sure that a streamed audience exists. When TikTok doesn't let the app stream and there is no audience
 * of the name yet, nothing was sent and nothing is settled: the run goes on with customer files, says so, and
 * remembers it. Tried once; whatever goes wrong with files ends the run.
 */
export async function createOrFallBack(
  context: RunContext,
  planning: FilePlanning,
): Promise<{ readonly value: DeliveryWay; readonly detail: string }> {
  const { settings, target } = planning;
  try {
    const { value, detail } = await createAudience(context, settings, target);
    return { value: { type: 'streaming', id: value.id }, detail };
  } catch (error) {
    const fault = error instanceof KnownError ? error.fault : undefined;
    if (fault?.kind !== 'streaming-not-allowed') throw error;
    const delivery = await fallBack(context, planning, fault);
    return { value: { type: 'file', delivery }, detail: `${target.name}, from customer files` };
  }
}

async function fallBack(context: RunContext, planning: FilePlanning, fault: Fault): Promise<FileDelivery> {
  const { ports, folder } = context;
  const { target, plan } = planning;
  if (target.kind === 'existing') throw explained(fault, madeByStreaming(target.name));
  const settings: AudienceRunSettings = { ...planning.settings, channel: 'file', isFallback: true };
  await refuseExisting(ports, context, settings, fault);
  const planned = planOrRefuse({ ...planning, settings }, fault);
  folder.update({ settings: { ...folder.record.settings, channel: 'file', isFallback: true } });
  warn(context, [
    {
      code: 'file-channel-used',
      message: `TikTok does not let this app stream audiences, so "${target.name}" is made from customer files instead, and will keep to them.`,
    },
    ...planned.warnings,
  ]);
  return { settings, plan, target, change: planned.change };
}

/** A file audience that is there already was never part of what was agreed to. */
async function refuseExisting(
  ports: DeliveryPorts,
  context: RunContext,
  settings: AudienceRunSettings,
  fault: Fault,
): Promise<void> {
  const { advertiserIds, audienceName: name, audienceId } = settings;
  const wish = { advertiserId: advertiserIds[0] ?? '', name, audienceId, channel: 'file' } as const;
  const found = await findAudience(ports.tiktok, ports.audiences, wish, callOptions(context));
  if (found.target.kind === 'new') return;
  throw explained(
    fault,
    `An audience "${name}" made from customer files exists; to deliver to it, set the channel of the destination to "file".`,
  );
}

function planOrRefuse(planning: FilePlanning, fault: Fault) {
  try {
    return planFiles(planning);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    throw explained(fault, `Customer files can't stand in: ${faultOf(error).message}`);
  }
}

/** The fault of a delivery by streaming, with what using files instead would mean. */
export async function explainStreamingFault<Result>(name: string, deliver: () => Promise<Result>) {
  try {
    return await deliver();
  } catch (error) {
    if (!(error instanceof TaskFailed) || error.fault.kind !== 'streaming-not-allowed') throw error;
    throw new TaskFailed({
      ...error.fault,
      explanation: `${error.fault.explanation} ${madeByStreaming(name)}`,
    });
  }
}

function madeByStreaming(name: string): string {
  return `The audience "${name}" was made by streaming and takes no files: with the channel "file", a run makes a second audience of that name.`;
}

function explained(fault: Fault, words: string): KnownError {
  return knownErrorFromFault({ ...fault, explanation: `${fault.explanation} ${words}` });
}
