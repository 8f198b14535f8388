import { attemptOr, KnownError } from '../../../core/errors.ts';
import { checkEventName } from '../../../core/events/event-names.ts';
import type { EventSource } from '../../../core/events/settings.ts';
import type { WrittenEntry } from '../../../core/ports/journal.ts';
import { effectiveSettings } from '../../../core/profiles/effective-settings.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { listed } from '../../../core/wording.ts';
import type { CredentialService, TokenView } from '../../credential-service.ts';
import { roleName, standingOf } from '../credential/standing.ts';
import { listSources, type SourceListing, sourceNoun } from '../destination/events-sources.ts';

/*
 * TikTok refuses events without a reason when their source, its ad account or their name is wrong. The three
 * are looked at in this order, because each makes sense only where the one before is right.
 */

/** What the check is about, as the profile has it now. */
export interface EventSourceFacts {
  readonly destination: string;
  readonly credential: string;
  readonly advertiserIds: readonly string[];
  readonly eventSource: EventSource;
  readonly eventSourceId: string | undefined;
  /** Names the events have, as far as they are known. */
  readonly names: readonly string[];
  /** The one that rows without a name get. */
  readonly fixedEventName: string | undefined;
}

/** `ok`: looked at and right. `wrong`: looked at, and the likely cause. `unchecked`: TikTok doesn't tell. */
export interface SourceFinding {
  readonly part: 'source' | 'advertiser' | 'event';
  readonly state: 'ok' | 'wrong' | 'unchecked';
  /** What was found, in one sentence. */
  readonly sentence: string;
  /** The ad account that is the cause. */
  readonly advertiserId?: string | undefined;
}

/**
 * The facts of an orchestration that sends events; undefined for another, or where the profile doesn't hold it
 * any more. The names are those the run has read, before that the fixed one.
 */
export function eventSourceFacts(
  profile: Profile,
  orchestration: string,
  journal: readonly WrittenEntry[],
): EventSourceFacts | undefined {
  const settings = attemptOr(() => effectiveSettings(profile, orchestration), undefined);
  if (settings?.kind !== 'events') return undefined;
  const { fixedEventName } = settings;
  const staged = journal.findLast((entry) => entry.type === 'staged-events');
  const read = staged?.type === 'staged-events' ? staged.staged.names.map(({ name }) => name) : [];
  return {
    destination: settings.destination.name,
    credential: settings.credential.name,
    advertiserIds: settings.advertiserIds,
    eventSource: settings.eventSource,
    eventSourceId: settings.eventSourceId,
    names: read.length > 0 || fixedEventName === undefined ? read : [fixedEventName],
    fixedEventName,
  };
}

/** The three looks, each of which asks TikTok when it is called. They never reject for what TikTok answers. */
export function eventSourceChecks(
  credentials: Pick<CredentialService, 'eventSets' | 'pixels' | 'inspect'>,
  facts: EventSourceFacts,
): readonly (() => Promise<SourceFinding>)[] {
  const { credential, advertiserIds, eventSource } = facts;
  return [
    async () =>
      judgeListing(
        facts,
        await answerOf(() => listSources(credentials, credential, advertiserIds, eventSource)),
      ),
    async () => judgeAdvertisers(facts, await answerOf(() => credentials.inspect(credential))),
    async () => judgeNames(facts),
  ];
}

async function answerOf<T>(ask: () => Promise<T>): Promise<T | KnownError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KnownError) return error;
    throw error;
  }
}

/** Whether TikTok lists the source for the ad accounts. */
export function judgeListing(facts: EventSourceFacts, answer: SourceListing | KnownError): SourceFinding {
  const { eventSource, eventSourceId: id, advertiserIds } = facts;
  const noun = sourceNoun(eventSource);
  const found = (state: SourceFinding['state'], sentence: string): SourceFinding => ({
    part: 'source',
    state,
    sentence,
  });
  if (id === undefined) return found('wrong', `No ${noun} is given.`);
  if (answer instanceof KnownError) {
    return found('unchecked', `TikTok does not list its ${noun}s here: ${answer.message}`);
  }
  const source = answer.listed.find((each) => each.id === id);
  if (source !== undefined) {
    return found('ok', `TikTok lists “${source.name}” (${id}) for ${source.advertiserId}.`);
  }
  const pixel = answer.listed.find(({ pixelId }) => pixelId === id);
  if (pixel !== undefined) {
    return found('wrong', `${id} is the id of the pixel “${pixel.name}”; its code is ${pixel.id}.`);
  }
  if (answer.problem !== undefined) {
    return found('unchecked', `TikTok does not list all of its ${noun}s here: ${answer.problem}`);
  }
  return found('wrong', `TikTok does not list the ${noun} ${id} for ${listed(advertiserIds)}.`);
}

/** Whether the credential reaches the ad accounts, with a role that may send. */
export function judgeAdvertisers(facts: EventSourceFacts, answer: TokenView | KnownError): SourceFinding {
  const { advertiserIds } = facts;
  const found = (state: SourceFinding['state'], sentence: string, advertiserId?: string): SourceFinding => ({
    part: 'advertiser',
    state,
    sentence,
    advertiserId,
  });
  if (answer instanceof KnownError) return found('unchecked', `TikTok could not be asked: ${answer.message}`);
  const { advertisers, advertisersProblem } = answer;
  if (advertisersProblem !== undefined) {
    return found('unchecked', `TikTok does not list the advertisers: ${advertisersProblem}`);
  }
  const own = advertisers.filter(({ id }) => advertiserIds.includes(id));
  const missing = advertiserIds.filter((id) => !own.some((advertiser) => advertiser.id === id));
  if (missing.length > 0) {
    const sentence = `The credential “${facts.credential}” does not reach ${listed(missing)}.`;
    return found('wrong', sentence, missing[0]);
  }
  const analyst = own.find((advertiser) => standingOf(advertiser) === 'refused');
  if (analyst !== undefined) {
    return found('wrong', `An Analyst may only read ${analyst.id}.`, analyst.id);
  }
  const reached = own.map(({ id, role }) => (role === 'unknown' ? id : `${id} (${roleName(role)})`));
  return found('ok', `The credential reaches ${listed(reached)}.`);
}

/** Whether TikTok takes the names from the source; they are case-sensitive. */
export function judgeNames({ names, eventSource }: EventSourceFacts): SourceFinding {
  const found = (state: SourceFinding['state'], sentence: string): SourceFinding => ({
    part: 'event',
    state,
    sentence,
  });
  if (names.length === 0) return found('unchecked', 'The rows name their events; they were not read yet.');
  for (const name of names) {
    const check = checkEventName(name, eventSource);
    const suggestion = 'suggestion' in check ? check.suggestion : undefined;
    const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
    if (check.kind === 'unknown') return found('wrong', `TikTok does not know the event ${name}.${meant}`);
    if (check.kind === 'custom' && suggestion !== undefined) {
      return found('wrong', `${name} is none of TikTok’s events.${meant}`);
    }
  }
  return found('ok', `TikTok takes the ${names.length === 1 ? 'event' : 'events'} ${listed(names)}.`);
}
