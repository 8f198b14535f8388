import type { Destination } from '../../../core/profiles/schema.ts';

export interface DestinationKind {
  readonly id: Destination['kind'];
  readonly label: string;
  readonly description: string;
}

/** The kinds of destination a person can set up here, found by typing a few letters. */
export const DESTINATION_KINDS: readonly DestinationKind[] = [
  {
    id: 'audience',
    label: 'TikTok custom audiences',
    description: 'Who to show ads to: e-mails, phones and device ids become an audience.',
  },
  {
    id: 'events',
    label: 'TikTok conversion events',
    description: 'What people did, in stores or on the web: purchases, leads, sign-ups.',
  },
];
