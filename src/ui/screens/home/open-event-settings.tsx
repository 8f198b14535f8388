import type { ReactNode } from 'react';
import type { OnboardingAnswers } from '../../../wizard/journeys/onboarding/onboarding.ts';
import { templateChoice } from '../../../wizard/journeys/orchestration/orchestration-form.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { EventNameField } from '../destination/events-name-field.tsx';
import { EventSourceField } from '../destination/events-source-field.tsx';

export interface OpenEventSettingsProps {
  readonly step: 'eventSourceId' | 'eventName';
  readonly answers: OnboardingAnswers;
  readonly navigation: Navigation<'onboarding'>;
  readonly onAnswer: (answers: Partial<OnboardingAnswers>) => void;
  readonly onBack: () => void;
}

/** What destination and template leave open of events, asked for at the end. */
export function OpenEventSettings(props: OpenEventSettingsProps): ReactNode {
  const { step, answers, navigation, onAnswer, onBack } = props;
  const { profile } = useProfile();
  const events = templateChoice(profile, answers.template ?? '')?.events;
  if (events === undefined) return null;
  const { credential, advertiserIds, eventSource, namedBy } = events;
  if (step === 'eventName') {
    return (
      <EventNameField
        label="Which event, where rows name none?"
        eventSource={eventSource}
        chosen={answers.fixedEventName}
        leaveOpen={namedBy === 'nothing' ? undefined : 'Rows have a column that names the event.'}
        proposed="Purchase"
        onChoose={(fixedEventName) => onAnswer({ fixedEventName })}
      />
    );
  }
  return (
    <EventSourceField
      credential={credential}
      advertiserIds={advertiserIds}
      eventSource={eventSource}
      chosen={answers.eventSourceId}
      onChoose={(source) => onAnswer({ eventSourceId: source?.id })}
      onBack={onBack}
      onAuthorize={(onDone) =>
        navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, onDone)
      }
    />
  );
}
