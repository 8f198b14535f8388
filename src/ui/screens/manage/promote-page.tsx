import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { KnownError } from '../../../core/errors.ts';
import { trialInWords } from '../../../core/history/trials.ts';
import type { Promotion, PromotionWish } from '../../../core/profiles/promote.ts';
import type { Credential, Profile } from '../../../core/profiles/schema.ts';
import { describeCopy } from '../../../wizard/journeys/promotion/copy-words.ts';
import {
  checkPromotionName,
  keptAdvertisers,
  type PromotionAnswers,
  productionCredentials,
  promotionWarnings,
  startPromotion,
  trialOf,
  tryPlan,
  wishOf,
} from '../../../wizard/journeys/promotion/promotion.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';
import { Failure } from '../common/failure.tsx';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import { AdvertiserPage } from '../destination/advertiser-page.tsx';

export interface PromotePageProps {
  readonly destination: string;
  readonly profile: Profile;
  readonly navigation: Navigation<'manage'>;
  /** The difference was seen, and "production" typed. */
  readonly onPromote: (wish: PromotionWish) => void;
  readonly onBack: () => void;
}

const STEPS = ['credential', 'advertisers', 'name', 'review'] as const;
type Step = (typeof STEPS)[number];

/** From what was tried to production: whose access, which ad accounts, which name; then the difference and a yes. */
export function PromotePage(props: PromotePageProps): ReactNode {
  const { destination, profile, navigation, onPromote, onBack } = props;
  const [answers, setAnswers] = useState<PromotionAnswers>(() => startPromotion(destination));
  const [step, setStep] = useState<Step>('credential');
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: back }] });

  function note(given: Partial<PromotionAnswers>): void {
    setAnswers((before) => ({ ...before, ...given }));
  }

  function back(): void {
    const previous = STEPS[STEPS.indexOf(step) - 1];
    if (previous === undefined) onBack();
    else setStep(previous);
  }

  switch (step) {
    case 'credential':
      return (
        <CredentialPage
          credentials={productionCredentials(profile)}
          chosen={answers.credential}
          navigation={navigation}
          onBack={onBack}
          onPick={(credential) => {
            // Ad accounts belong to the credential that reaches them.
            setAnswers({ ...startPromotion(destination), name: answers.name, credential });
            setStep('advertisers');
          }}
        />
      );
    case 'advertisers':
      return (
        <AdvertiserPage
          label="Which ad accounts are used in production?"
          answers={answers}
          note={note}
          answer={(given) => {
            note(given);
            setStep('name');
          }}
          back={back}
          navigation={navigation}
          onListed={(reached) => {
            const isNew = answers.advertiserIds.length === 0;
            const kept = isNew ? keptAdvertisers(profile, destination, reached) : answers.advertiserIds;
            note({ reached: reached.length === 0 ? undefined : reached, advertiserIds: kept });
          }}
        />
      );
    case 'name':
      return (
        <TextField
          label="What is the copy called?"
          note="Its templates, orchestrations and campaigns come with it."
          initialValue={answers.name}
          validate={(name) => checkPromotionName(profile, answers, name)}
          onSubmit={(name) => {
            note({ name });
            setStep('review');
          }}
        />
      );
    case 'review': {
      const plan = tryPlan(profile, answers);
      return plan instanceof KnownError ? (
        <Failure error={plan} items={[{ id: 'back', label: 'Back' }]} onChoose={back} />
      ) : (
        <DifferencePage plan={plan} answers={answers} onPromote={() => onPromote(wishOf(answers))} />
      );
    }
  }
}

interface CredentialPageProps {
  readonly credentials: readonly Credential[];
  readonly chosen: string | undefined;
  readonly navigation: Navigation<'manage'>;
  readonly onPick: (credential: string) => void;
  readonly onBack: () => void;
}

/** Rows of what is said where there is no credential. */
const NONE_ROWS = 4;

function CredentialPage({ credentials, chosen, navigation, onPick, onBack }: CredentialPageProps): ReactNode {
  const { rows } = useBodySize();
  // Back here the list is read again; what was set up for another environment isn't in it.
  const setUp = (): void => navigation.open({ id: 'credential' });
  if (credentials.length === 0) {
    return (
      <>
        <Message
          kind="info"
          text="There is no credential for production yet."
          hint="Set one up and choose “Production” as its environment."
        />
        <Choice
          label="What now?"
          items={[
            {
              id: 'new',
              label: 'Set up a production credential',
              description: 'You come back here with it.',
            },
            { id: 'back', label: 'Back' },
          ]}
          rows={rows - NONE_ROWS}
          onChoose={(id) => (id === 'new' ? setUp() : onBack())}
        />
      </>
    );
  }
  return (
    <PickOrCreate
      label="Whose access to production is used?"
      items={credentials.map(({ name, description }) => ({ name, description }))}
      chosen={chosen ?? credentials[0]?.name}
      createLabel="Set up another production credential"
      onPick={onPick}
      onCreate={setUp}
    />
  );
}

interface DifferencePageProps {
  readonly plan: Promotion;
  readonly answers: PromotionAnswers;
  readonly onPromote: () => void;
}

/** Question, field and note, each in two rows at most. */
const CONFIRM_ROWS = 5;

function DifferencePage({ plan, answers, onPromote }: DifferencePageProps): ReactNode {
  const { rows } = useBodySize();
  const { hasUnicode } = useTheme();
  const { runs } = useServices();
  const { destination } = answers;
  const [tried] = useState(() => trialOf(runs, destination));
  return (
    <>
      <ScrollView rows={rows - CONFIRM_ROWS}>
        <Message kind={tried?.isGood === true ? 'info' : 'warning'} text={trialInWords(destination, tried)} />
        {promotionWarnings(answers, plan).map((warning) => (
          <Message key={warning} kind="warning" text={warning} />
        ))}
        {plan.created.map((entity) => (
          <Box key={`${entity.kind} ${entity.name}`} flexDirection="column" flexShrink={0}>
            {describeCopy(entity, hasUnicode ? '→' : '->').map((line, place) => (
              <Toned key={line} isBold={place === 0}>
                {visible(line)}
              </Toned>
            ))}
          </Box>
        ))}
      </ScrollView>
      <TypedConfirm
        question="Add these for PRODUCTION? Nothing is sent, nothing runs by itself."
        name="production"
        confirmHint="add"
        onConfirm={onPromote}
      />
    </>
  );
}
