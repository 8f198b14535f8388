import type { ReactNode } from 'react';
import {
  CHANNELS,
  EMAIL_RULES,
  IDFA_CASES,
  PHONE_RULES,
  PLACEHOLDER_CHOICES,
} from '../../../wizard/journeys/destination/explanations.ts';
import { Choice } from '../../components/choice.tsx';
import type { DestinationPageProps, PartPageProps } from './page-props.ts';

/*
 * How identifiers are written before they are hashed. TikTok compares hashes only: an audience keeps one set
 * of rules for life, or the same person is in it twice.
 */

export function EmailRulePage({ answers, answer }: PartPageProps<'emailRule'>): ReactNode {
  return (
    <Choice
      label="How are e-mail addresses made the same?"
      items={EMAIL_RULES}
      initialId={answers.emailRule}
      onChoose={(emailRule) => answer({ emailRule })}
    />
  );
}

export function PhoneRulePage({ answers, answer }: PartPageProps<'phoneRule'>): ReactNode {
  return (
    <Choice
      label="How are phone numbers written before hashing?"
      items={PHONE_RULES}
      initialId={answers.phoneRule}
      onChoose={(phoneRule) => answer({ phoneRule })}
    />
  );
}

export function IdfaCasePage({ answers, answer }: DestinationPageProps): ReactNode {
  return (
    <Choice
      label="In which letters is an IDFA hashed?"
      items={IDFA_CASES}
      initialId={answers.idfaCase}
      onChoose={(idfaCase) => answer({ idfaCase })}
    />
  );
}

export function PlaceholdersPage({ answers, answer }: DestinationPageProps): ReactNode {
  return (
    <Choice
      label="What about addresses that stand for nobody?"
      items={PLACEHOLDER_CHOICES}
      initialId={answers.dropPlaceholders ? 'leave out' : 'send'}
      onChoose={(id) => answer({ dropPlaceholders: id === 'leave out' })}
    />
  );
}

export function ChannelPage({ answers, answer }: DestinationPageProps): ReactNode {
  return (
    <Choice
      label="How does a new audience get its members?"
      items={CHANNELS}
      initialId={answers.channel ?? 'streaming'}
      onChoose={(channel) => answer({ channel: channel === 'streaming' ? undefined : channel })}
    />
  );
}
