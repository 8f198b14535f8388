import type { AudienceIdType } from '../../../core/identifiers/types.ts';
import type { DeliveryMode, DestinationAnswers } from './answers.ts';

export interface Explained<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly description: string;
}

export const MODES: readonly Explained<DeliveryMode>[] = [
  {
    id: 'match',
    label: 'Match',
    description: 'The audience becomes this list: new people join, people who left go.',
  },
  { id: 'add', label: 'Add', description: 'People join; nobody is ever taken out.' },
  { id: 'remove', label: 'Remove', description: 'The people in the list are taken out of the audience.' },
];

export const ID_TYPES: readonly Explained<AudienceIdType>[] = [
  { id: 'EMAIL', label: 'EMAIL', description: 'E-mail addresses. They most often match best.' },
  { id: 'PHONE', label: 'PHONE', description: 'Phone numbers, with a country or with a default one.' },
  { id: 'IDFA', label: 'IDFA', description: 'Apple’s advertising id of a device.' },
  { id: 'AAID', label: 'AAID', description: 'Google’s advertising id of a device.' },
];

export const EMAIL_RULES: readonly Explained<DestinationAnswers['emailRule']>[] = [
  {
    id: 'standard',
    label: 'Standard',
    description: 'Spaces go and letters become small. TikTok’s rule today.',
  },
  {
    id: 'legacy',
    label: 'Legacy',
    description: 'Also drops dots and +tags before the @, for audiences built that way.',
  },
];

export const PHONE_RULES: readonly Explained<DestinationAnswers['phoneRule']>[] = [
  { id: 'plus', label: 'With the plus sign', description: '+14155550123 is hashed. Most tools do it.' },
  { id: 'digits', label: 'Digits only', description: '14155550123 is hashed, as one help page shows.' },
];

export const IDFA_CASES: readonly Explained<DestinationAnswers['idfaCase']>[] = [
  { id: 'upper', label: 'Capital letters', description: 'As in TikTok’s own example.' },
  { id: 'lower', label: 'Small letters', description: 'For audiences that were built that way.' },
];

/** Yes and no as ids, for a choice. */
export const PLACEHOLDER_CHOICES: readonly Explained<'send' | 'leave out'>[] = [
  { id: 'send', label: 'Send them', description: 'Addresses such as test@test.com are sent, once.' },
  {
    id: 'leave out',
    label: 'Leave them out',
    description: 'Addresses that stand for nobody are counted and not sent.',
  },
];

/** How an audience is filled; one that is there keeps its own for life. */
export const CHANNELS: readonly Explained<'streaming' | 'file'>[] = [
  {
    id: 'streaming',
    label: 'Streaming',
    description: 'Differences in batches; files where the app may not stream.',
  },
  { id: 'file', label: 'Customer files', description: 'Whole lists as files, of at least 1,000 people.' },
];

export function labelOf<Id extends string>(explained: readonly Explained<Id>[], id: Id): string {
  return explained.find((each) => each.id === id)?.label ?? id;
}
