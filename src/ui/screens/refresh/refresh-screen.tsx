import { type ReactNode, useEffect, useRef } from 'react';
import {
  audienceDestinations,
  completeRefresh,
  lastFile,
  REFRESH,
  type RefreshAnswers,
  type RefreshStep,
  readRefresh,
  startRefresh,
  withRefresh,
} from '../../../wizard/journeys/refresh/refresh.ts';
import { canGoBack, progressOf } from '../../../wizard/machine.ts';
import { useIsSeen } from '../../navigation/navigator.tsx';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useKeptDraft } from '../../navigation/use-kept-draft.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import { PreviewStep } from '../home/preview-step.tsx';
import { FilePage } from '../source/file-page.tsx';
import { AudiencePage } from './audience-page.tsx';
import { FoundColumnsPage } from './found-columns-page.tsx';

const HELP = [
  'A list of people goes to an audience as it is: tada finds the columns with e-mail addresses, phone numbers and advertising ids by what is in them.',
  'The audience becomes this list: who is not on it any more is taken out, unless its destination says otherwise. You see how many before anything is sent.',
  'For a part of a file, or several files at once, choose “Send something new” at home instead: there you write a query.',
];

/** The preview is followed by one more step: review and run. */
const STEPS_AFTER = 1;

/** From a file straight to an audience: pick the file, see its columns, say which audience, preview. */
export function RefreshScreen({ navigation }: ScreenProps<'refresh'>): ReactNode {
  const services = useServices();
  const isSeen = useIsSeen();
  const { profile, latest } = useProfile();
  const { state, dispatch, read, forget } = useKeptDraft<RefreshStep, RefreshAnswers>(
    'refresh',
    REFRESH,
    () => startRefresh(profile),
    (kept) => readRefresh(profile, kept),
  );
  const { at, answers } = state;
  const destinations = audienceDestinations(profile);
  const destination = destinations.find(({ name }) => name === answers.destination);
  const progress = progressOf(REFRESH, state);
  const guided = { number: progress.number, total: progress.total + STEPS_AFTER };

  // Without a destination there is nothing to pick from; setting one up opens by itself, once.
  const isOpened = useRef(false);
  const isOpening = at === 'destination' && destinations.length === 0 && !isOpened.current;
  useEffect(() => {
    if (isSeen && isOpening) {
      isOpened.current = true;
      createDestination();
    }
  });

  function back(): void {
    if (canGoBack(REFRESH, read())) dispatch({ type: 'back' });
    else navigation.back();
  }

  function createDestination(): void {
    navigation.open({ id: 'destination', kind: 'audience' }, ({ name }) => answer({ destination: name }));
  }

  function answer(given: Partial<RefreshAnswers>): void {
    dispatch({ type: 'answer', answers: given });
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, destination?.credential)}
      subject={progress.title}
      progress={progress}
      guided={guided}
      help={HELP}
      onBack={back}
    >
      {at === 'destination' && !isOpening ? (
        <PickOrCreate
          label="Where do people go?"
          items={destinations.map(({ name, description }) => ({ name, description }))}
          chosen={answers.destination}
          createLabel="Set up a new destination"
          onPick={(name) => answer({ destination: name })}
          onCreate={createDestination}
        />
      ) : null}
      {at === 'file' ? (
        <FilePage
          label="Which file holds the list?"
          initialPath={answers.file ?? lastFile(latest(), services.runs.list().runs)}
          isProposing
          onPick={(file) => answer({ file, sql: undefined })}
          onBack={back}
        />
      ) : null}
      {at === 'columns' && answers.file !== undefined ? (
        <FoundColumnsPage file={answers.file} onContinue={(sql) => answer({ sql })} onBack={back} />
      ) : null}
      {at === 'audience' && destination !== undefined ? (
        <AudiencePage
          profile={profile}
          destination={destination}
          file={answers.file ?? ''}
          chosen={answers.audienceName}
          onAnswer={(audienceName) => answer({ audienceName })}
        />
      ) : null}
      {at === 'preview' ? (
        <PreviewStep
          save={async () => {
            const complete = completeRefresh(read().answers);
            if (complete === undefined) throw new Error('The preview is reached with every answer given.');
            let name = '';
            await services.profile.update((before) => {
              const made = withRefresh(before, complete);
              name = made.name;
              return made.profile;
            });
            return name;
          }}
          onSaved={(orchestration) => {
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
