import { KnownError } from '../../../core/errors.ts';
import type { EventSource } from '../../../core/events/settings.ts';
import type { EventSetInfo, OnWait, PixelInfo } from '../../../core/ports/tiktok.ts';
import type { CredentialService } from '../../credential-service.ts';

/** An event set or a pixel that TikTok lists for an ad account. */
export interface ListedSource {
  /** What events are sent with: the id of an event set, the *code* of a pixel. */
  readonly id: string;
  readonly name: string;
  readonly advertiserId: string;
  /** A pixel's own id, digits only and easily taken for its code. */
  readonly pixelId: string | undefined;
  readonly autoTracking: boolean | undefined;
}

/** What TikTok lists; `problem` says why a part of it is missing. */
export interface SourceListing {
  readonly listed: readonly ListedSource[];
  readonly problem: string | undefined;
}

/** `event set` or `pixel`. */
export function sourceNoun(eventSource: EventSource): string {
  return eventSource === 'offline' ? 'event set' : 'pixel';
}

/** `event set id` or `pixel code`: a pixel has an id as well, which events are never sent with. */
export function sourceIdNoun(eventSource: EventSource): string {
  return eventSource === 'offline' ? 'event set id' : 'pixel code';
}

export function fromEventSets(advertiserId: string, sets: readonly EventSetInfo[]): readonly ListedSource[] {
  return sets.map(({ id, name, autoTracking }) => ({
    id,
    name,
    advertiserId,
    pixelId: undefined,
    autoTracking,
  }));
}

/** A pixel without a code can't be sent to, so it isn't offered. */
export function fromPixels(advertiserId: string, pixels: readonly PixelInfo[]): readonly ListedSource[] {
  return pixels
    .filter(({ code }) => code !== '')
    .map(({ id, code, name }) => ({
      id: code,
      name,
      advertiserId,
      pixelId: id,
      autoTracking: undefined,
    }));
}

/**
 * Asks TikTok for the event sources of every ad account. Where it lists those of some accounts only, the
 * reason for the others is told; where it lists none at all, rejects with the first reason.
 */
export async function listSources(
  credentials: Pick<CredentialService, 'eventSets' | 'pixels'>,
  credential: string,
  advertiserIds: readonly string[],
  eventSource: EventSource,
  onWait?: OnWait,
): Promise<SourceListing> {
  const listed: ListedSource[] = [];
  const problems: KnownError[] = [];
  for (const advertiserId of advertiserIds) {
    try {
      listed.push(
        ...(eventSource === 'offline'
          ? fromEventSets(advertiserId, await credentials.eventSets(credential, advertiserId, onWait))
          : fromPixels(advertiserId, await credentials.pixels(credential, advertiserId, onWait))),
      );
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      problems.push(error);
    }
  }
  const [first] = problems;
  if (first !== undefined && problems.length === advertiserIds.length) throw first;
  return { listed, problem: first?.message };
}

export interface SourceItem {
  readonly id: string;
  readonly label: string;
  readonly note: string;
}

/** Event sources to pick from, with what events are sent with beside the name; the account where there are several. */
export function sourceItems(listed: readonly ListedSource[]): readonly SourceItem[] {
  const hasSeveralAccounts = new Set(listed.map(({ advertiserId }) => advertiserId)).size > 1;
  return listed.map(({ id, name, advertiserId, autoTracking }) => ({
    id,
    label: name === '' ? id : name,
    note: [
      id,
      ...(hasSeveralAccounts ? [`of ${advertiserId}`] : []),
      ...(autoTracking === true ? ['auto tracking'] : []),
    ].join(', '),
  }));
}

/** What can be said about a typed event source. */
export type SourceVerdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'problem'; readonly message: string }
  /** Perhaps right; a second Enter keeps it. */
  | { readonly kind: 'doubt'; readonly message: string }
  /** The id of a pixel that TikTok lists, in the place of its code. */
  | { readonly kind: 'pixel-id'; readonly pixel: ListedSource };

/** TikTok's event set ids have 19 digits today; older ones may be shorter. */
const USUAL_ID_DIGITS = 19;

/**
 * Judges what was typed as an event source. `listed` is what TikTok lists; undefined where it lists nothing,
 * so that only the form can be looked at. TikTok itself explains nothing when the source is wrong.
 */
export function judgeSource(
  eventSource: EventSource,
  text: string,
  listed: readonly ListedSource[] | undefined,
): SourceVerdict {
  const id = text.trim();
  if (id === '') return problem(`The ${sourceIdNoun(eventSource)} is needed.`);
  if (listed?.some((source) => source.id === id) === true) return { kind: 'good' };
  return eventSource === 'offline' ? judgeEventSet(id, listed) : judgePixel(id, listed);
}

function judgeEventSet(id: string, listed: readonly ListedSource[] | undefined): SourceVerdict {
  if (!/^\d+$/.test(id)) return problem('An event set id has digits only; a code with letters is a pixel’s.');
  if (listed !== undefined) return doubt('TikTok does not list it for this ad account.');
  if (id.length !== USUAL_ID_DIGITS) return doubt(`It has ${id.length} digits, not ${USUAL_ID_DIGITS}.`);
  return { kind: 'good' };
}

function judgePixel(id: string, listed: readonly ListedSource[] | undefined): SourceVerdict {
  const pixel = listed?.find(({ pixelId }) => pixelId === id);
  if (pixel !== undefined) return { kind: 'pixel-id', pixel };
  if (/^\d+$/.test(id)) return problem('This is a pixel’s id; its code is needed, which has letters in it.');
  if (!/^[A-Za-z0-9_-]+$/.test(id)) return problem('A pixel code is made of letters and digits.');
  return listed === undefined ? { kind: 'good' } : doubt('TikTok does not list it for this ad account.');
}

function problem(message: string): SourceVerdict {
  return { kind: 'problem', message };
}

function doubt(message: string): SourceVerdict {
  return { kind: 'doubt', message: `${message} Enter again keeps it.` };
}

/** What is wrong with a source that was chosen before, whatever TikTok lists; undefined when nothing is. */
export function checkSource(eventSource: EventSource, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const verdict = judgeSource(eventSource, id, undefined);
  return verdict.kind === 'problem' ? verdict.message : undefined;
}

/**
 * Event sets of a name that TikTok lists now and did not list before: what a request that was never answered
 * may have made. TikTok takes the same name twice, so the name alone says nothing.
 */
export function newSetsCalled(
  name: string,
  before: readonly ListedSource[],
  now: readonly ListedSource[],
): readonly ListedSource[] {
  return now.filter((set) => set.name === name && !before.some(({ id }) => id === set.id));
}
