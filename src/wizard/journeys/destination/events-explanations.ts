import type { EventSource } from '../../../core/events/settings.ts';
import type { Explained } from './explanations.ts';

export const EVENT_SOURCES: readonly Explained<EventSource>[] = [
  {
    id: 'offline',
    label: 'Offline',
    description: 'What happened in stores, on the phone, in a till: into an event set.',
  },
  { id: 'web', label: 'Web', description: 'What happened on your web pages: into a pixel.' },
];

/** Yes and no as ids, for a choice. */
export const LIMITED_DATA_USE: readonly Explained<'no' | 'yes'>[] = [
  { id: 'no', label: 'No', description: 'TikTok uses the events as usual.' },
  { id: 'yes', label: 'Yes', description: 'Events are marked for TikTok’s limited data use.' },
];

export const OLD_EVENTS: readonly Explained<'hold' | 'send'>[] = [
  {
    id: 'hold',
    label: 'Hold them back',
    description: 'Older than 28 days TikTok matches no ads to them; they are counted here.',
  },
  { id: 'send', label: 'Send them all the same', description: 'They are sent, but not matched to ads.' },
];

export const AUTO_TRACKING: readonly Explained<'no' | 'yes'>[] = [
  { id: 'no', label: 'Off', description: 'You choose in Ads Manager which campaigns use the event set.' },
  { id: 'yes', label: 'On', description: 'TikTok links campaigns with the event set by itself.' },
];
