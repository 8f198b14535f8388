import { MINIMUM_AUDIENCE_SIZE } from '../../../core/delivery/warnings.ts';
import type { AudienceInfo } from '../../../core/ports/tiktok.ts';
import { formatAmount, formatCount, listed } from '../../../core/wording.ts';
import type { DeletedAudience } from '../../audience-service.ts';
import type { MovedLedger } from '../../ledger-service.ts';
import { audienceSentence } from '../delivery/watch-state.ts';
import type { AudienceView } from './audience-view.ts';

/** More names than these are counted. */
const MOST_NAMES = 3;

/** What stands beside an audience in a list: whether it can be used, its way, and what is known of it here. */
export function audienceNote({ info, channel, record, filledBy }: AudienceView): string {
  return [
    stateInWords(info),
    channel === undefined ? (info.type ?? 'kind not told') : CHANNELS[channel],
    ...(info.isExpiring ? [`expires ${dayOf(info.expiredTime) ?? 'soon'}`] : []),
    ...(record === undefined ? [] : ['ledger here']),
    ...(filledBy.length === 0 ? [] : [`filled by ${named(filledBy)}`]),
  ].join(', ');
}

const CHANNELS = { streaming: 'streaming', file: 'customer files' } as const;

function stateInWords({ error, isValid, coverNumber }: AudienceInfo): string {
  if (error !== undefined) return 'failed';
  if (!isValid) return 'not usable yet';
  const size = `about ${formatCount(coverNumber)} people`;
  return coverNumber >= MINIMUM_AUDIENCE_SIZE ? `usable, ${size}` : `too small, ${size}`;
}

/** One line of an audience's details. */
export interface AudienceFact {
  readonly label: string;
  readonly text: string;
}

/** Everything that is known of an audience, line by line. */
export function audienceFacts(view: AudienceView): readonly AudienceFact[] {
  const { info, filledBy, namedBy } = view;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Audience id', info.id],
    ['State', audienceSentence(info)],
    ['Kind', kindInWords(view)],
    ['Made', info.createTime],
    ['Expires', expiryInWords(info)],
    ['Known here', recordInWords(view)],
    ['Filled by', filledBy.length === 0 ? 'no destination here' : listed(filledBy)],
    ['By its id', namedBy.length === 0 ? undefined : `named by ${listed(namedBy)}`],
  ];
  return facts.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]));
}

/** What is good to know of every audience. */
export const AUDIENCE_TIPS: readonly string[] = [
  `A change takes up to 48 hours to count, and an ad group needs ${formatCount(MINIMUM_AUDIENCE_SIZE)} matched members.`,
  'In Ads Manager it is under Assets → Audiences.',
];

function kindInWords({ info, channel }: AudienceView): string {
  const type = info.type === undefined ? '' : ` (${info.type})`;
  if (channel === 'streaming') return `made by streaming${type}`;
  if (channel === 'file') {
    return `made from customer files${type}${info.calculateType === undefined ? '' : `, ${info.calculateType}`}`;
  }
  return info.type === undefined ? 'TikTok does not tell' : `${info.type}; tada does not fill it`;
}

function expiryInWords({ expiredTime, isExpiring }: AudienceInfo): string | undefined {
  const day = dayOf(expiredTime);
  if (!isExpiring) return day;
  return `${day ?? 'soon'}, unless it is changed or used in an active ad group before`;
}

function recordInWords({ record }: AudienceView): string {
  if (record === undefined) return 'no ledger: another machine or tool filled it';
  return record.ledgerComplete
    ? 'a ledger of everyone in it'
    : 'a ledger of what was sent from here, not of everyone in it';
}

function dayOf(time: string | undefined): string | undefined {
  return time?.slice(0, 10);
}

/** Why tada can't delete an audience, in a sentence; undefined where it can. */
export function whyUndeletable({ channel, info }: AudienceView): string | undefined {
  if (channel !== undefined) return undefined;
  const kind = info.type === undefined ? 'TikTok does not tell its kind' : `this one is a ${info.type}`;
  return `tada deletes only audiences that it can fill, and ${kind}. Delete it in Ads Manager (Assets → Audiences).`;
}

/** What deleting an audience means, as the question before it. */
export function deletionQuestion({ name, info, record, madeAgainBy, namedBy }: AudienceView): string {
  const called = name === info.id ? info.id : `“${name}” (${info.id})`;
  return [
    `Delete ${called} at TikTok? That can’t be undone, and ad groups that use it lose it.`,
    ...(record === undefined ? [] : ['Its ledger and record here are forgotten.']),
    ...afterwards(madeAgainBy, namedBy),
  ].join(' ');
}

/** What was done, and what follows from it. */
export function deletedInWords({ name, info, madeAgainBy, namedBy }: AudienceView, done: DeletedAudience) {
  const here = done.wasKnownHere ? ' Its ledger and record here are forgotten.' : '';
  const next = afterwards(madeAgainBy, namedBy).join(' ');
  return {
    text: `“${name}” (${info.id}) is deleted at TikTok.${here}`,
    hint: next === '' ? undefined : next,
  };
}

/** What a ledger that was taken over holds, and whether a match works with it. */
export function ledgerInWords({ identifiers, uncertain, complete }: MovedLedger): string {
  const doubt =
    uncertain === 0 ? '' : `, of which ${formatCount(uncertain)} may or may not be in the audience`;
  const match = complete ? 'It holds everyone in the audience.' : 'Others may be in the audience as well.';
  return `The ledger is here: ${formatAmount(identifiers, 'identifier')}${doubt}. ${match}`;
}

/** What the next runs do without it. */
function afterwards(madeAgainBy: readonly string[], namedBy: readonly string[]): readonly string[] {
  return [
    ...(madeAgainBy.length === 0
      ? []
      : [`The next run that fills it (${named(madeAgainBy)}) makes a new, empty one and fills that.`]),
    ...(namedBy.length === 0
      ? []
      : [
          `${named(namedBy)} ${namedBy.length === 1 ? 'names' : 'name'} it by its id, and ${namedBy.length === 1 ? 'stops' : 'stop'} until you change that.`,
        ]),
  ];
}

function named(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return listed(names);
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`;
}
