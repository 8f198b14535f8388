import { type ReactNode, useEffect, useRef } from 'react';
import { checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import {
  guidedStep,
  NOTHING_PICKED,
  ONBOARDING,
  type OnboardingAnswers,
  type OnboardingStep,
  type PickStep,
  pickables,
  picked,
  readOnboarding,
  withOrchestration,
} from '../../../wizard/journeys/onboarding/onboarding.ts';
import { canGoBack, progressOf } from '../../../wizard/machine.ts';
import { TextField } from '../../components/text-field.tsx';
import { useIsSeen } from '../../navigation/navigator.tsx';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useKeptDraft } from '../../navigation/use-kept-draft.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import { OpenEventSettings } from './open-event-settings.tsx';
import { PreviewStep } from './preview-step.tsx';

const HELP = [
  'Six steps lead from a file to an audience, or to delivered events, at TikTok. Each can use something you have, or set up something new.',
  'Esc goes one step back. Nothing you have answered is lost.',
  'Nothing is sent before the last step, and there you see all of it first.',
];

type Labels = Readonly<Record<PickStep, { readonly question: string; readonly create: string }>>;

const LABELS: Labels = {
  credential: { question: 'Whose access to TikTok is used?', create: 'Set up a new credential' },
  destination: { question: 'Where do people go?', create: 'Set up a new destination' },
  query: { question: 'Which data holds the people?', create: 'Set up a new query' },
  template: { question: 'How are columns mapped?', create: 'Set up a new mapping' },
};

const LABELS_OF: Readonly<Record<OnboardingAnswers['kind'], Labels>> = {
  audience: LABELS,
  events: {
    ...LABELS,
    destination: { ...LABELS.destination, question: 'Where do the events go?' },
    query: { ...LABELS.query, question: 'Which data holds the events?' },
  },
};

/** The guided way to a first delivery: pick or set up one thing after the other, then preview and send. */
export function OnboardingScreen({ screen, navigation }: ScreenProps<'onboarding'>): ReactNode {
  const { kind = 'audience' } = screen;
  const services = useServices();
  const isSeen = useIsSeen();
  const { profile, latest } = useProfile();
  const { state, dispatch, read, forget } = useKeptDraft<OnboardingStep, OnboardingAnswers>(
    `onboarding/${kind}`,
    ONBOARDING,
    () => ({ ...NOTHING_PICKED, kind }),
    (kept) => readOnboarding(profile, kind, kept),
  );
  const { at, answers } = state;
  const guided = guidedStep(at, answers);
  const pickStep = isPickStep(at) ? at : undefined;
  const items = pickStep === undefined ? [] : pickables(profile, pickStep, answers);

  // Where there is nothing to pick, setting up is the only way on. It opens by itself once: whoever comes
  // back from it without a result stays here.
  const opened = useRef(new Set<OnboardingStep>());
  const isOpening = pickStep !== undefined && items.length === 0 && !opened.current.has(pickStep);
  useEffect(() => {
    if (isSeen && isOpening && pickStep !== undefined) {
      opened.current.add(pickStep);
      create(pickStep);
    }
  });

  function back(): void {
    if (canGoBack(ONBOARDING, read())) dispatch({ type: 'back' });
    else navigation.back();
  }

  function pick(step: PickStep, name: string): void {
    dispatch({ type: 'answer', answers: picked(latest(), read().answers, step, name) });
  }

  function create(step: PickStep): void {
    const { credential, destination, query } = read().answers;
    switch (step) {
      case 'credential':
        navigation.open({ id: 'credential', step: guided }, ({ name }) => pick(step, name));
        return;
      case 'destination':
        navigation.open({ id: 'destination', kind, credential, step: guided }, ({ name }) =>
          pick(step, name),
        );
        return;
      case 'query':
        navigation.open({ id: 'query', kind, step: guided }, ({ name }) => pick(step, name));
        return;
      case 'template':
        navigation.open({ id: 'template', destination, query, step: guided }, ({ name }) => pick(step, name));
        return;
    }
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, answers.credential)}
      subject={progressOf(ONBOARDING, state).title}
      progress={progressOf(ONBOARDING, state)}
      guided={guided}
      help={HELP}
      onBack={back}
    >
      {pickStep === undefined || isOpening ? null : (
        <PickOrCreate
          key={pickStep}
          label={LABELS_OF[kind][pickStep].question}
          items={items}
          chosen={answers[pickStep]}
          createLabel={LABELS_OF[kind][pickStep].create}
          onPick={(name) => pick(pickStep, name)}
          onCreate={() => create(pickStep)}
        />
      )}
      {at === 'audienceName' ? (
        <TextField
          label="Which audience is filled?"
          history="audience-name"
          placeholder="VIP customers"
          note="One of this name is reused."
          initialValue={answers.audienceName}
          validate={(name) =>
            name === '' ? 'A name is needed; nothing else gives one.' : checkOptionalLine(name)
          }
          onChange={(audienceName) => dispatch({ type: 'note', answers: { audienceName } })}
          onSubmit={(audienceName) => dispatch({ type: 'answer', answers: { audienceName } })}
        />
      ) : null}
      {at === 'eventSourceId' || at === 'eventName' ? (
        <OpenEventSettings
          step={at}
          answers={answers}
          navigation={navigation}
          onAnswer={(given) => dispatch({ type: 'answer', answers: given })}
          onBack={back}
        />
      ) : null}
      {at === 'preview' ? (
        <PreviewStep
          save={async () => {
            const current = read().answers;
            let name = '';
            await services.profile.update((before) => {
              const made = withOrchestration(before, current);
              name = made.name;
              return made.profile;
            });
            return name;
          }}
          onSaved={(orchestration) => {
            dispatch({ type: 'note', answers: { orchestration } });
            forget();
            navigation.open({ id: 'preview', orchestration, step: guided });
          }}
          onBack={back}
          onHome={() => navigation.home()}
        />
      ) : null}
    </FormFrame>
  );
}

function isPickStep(step: OnboardingStep): step is PickStep {
  return step in LABELS;
}
