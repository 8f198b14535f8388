import { type ReactNode, useState } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import type { OnWait } from '../../../core/ports/tiktok.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import { DESTINATION_FORM } from '../../../wizard/journeys/destination/destination-form.ts';
import { isRefusal, type Objection, objectionTo } from '../../../wizard/journeys/destination/verdict.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import type { DestinationPageProps } from './page-props.ts';

type WayOn = 'retry' | 'authorize' | 'edit' | 'save' | 'back';

const MESSAGE_ROWS = 5;

/** Every answer once more; saving asks TikTok first whether it can work, and what TikTok refuses isn't saved. */
export function ReviewPage({ answers, edit, save, startOver, navigation }: DestinationPageProps): ReactNode {
  const { credentials } = useServices();
  const { credential = '', advertiserIds } = answers;
  return (
    <TryBeforeSaving
      credential={credential}
      navigation={navigation}
      ask={async (onWait) => objectionTo(advertiserIds, await credentials.inspect(credential, onWait))}
      onSave={save}
      onEdit={() => edit('advertiser')}
    >
      {(tryAndSave) => (
        <AnswersReview
          label={`Destination ${answers.name}`}
          saveLabel="Test the connection and save"
          answers={reviewRows(DESTINATION_FORM, answers)}
          onSave={tryAndSave}
          onStartOver={startOver}
          onEdit={edit}
        />
      )}
    </TryBeforeSaving>
  );
}

export interface TryBeforeSavingProps {
  readonly credential: string;
  readonly navigation: Navigation<'destination'>;
  /** Asks TikTok whether it can work; resolves to what stands against it. */
  readonly ask: (onWait: OnWait) => Promise<Objection | undefined>;
  readonly onSave: () => void;
  /** Leads to the answer that would have to change. */
  readonly onEdit: (step: NonNullable<Objection['step']>) => void;
  /** The answers, from which saving is begun. */
  readonly children: (tryAndSave: () => void) => ReactNode;
}

/** Answers that are saved once TikTok was asked whether they can work, or can't be asked. */
export function TryBeforeSaving(props: TryBeforeSavingProps): ReactNode {
  const { credential, navigation, ask, onSave, onEdit, children } = props;
  const { rows } = useBodySize();
  const trial = useTask<Objection | undefined>();
  const [isTold, setTold] = useState(false);

  function tryAndSave(): void {
    trial.start(
      'Asking TikTok whether it can work',
      ({ onWait }) => ask(onWait),
      (objection) => {
        if (objection === undefined) onSave();
        else setTold(true);
      },
    );
  }

  function goOn(way: WayOn, step?: Objection['step']): void {
    setTold(false);
    trial.cancel();
    if (way === 'save') onSave();
    else if (way === 'retry') tryAndSave();
    else if (way === 'edit') onEdit(step ?? 'advertiser');
    else if (way === 'authorize') {
      navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, tryAndSave);
    }
  }

  const { state } = trial;
  if (state.status === 'running') {
    return <Working label={state.label} wait={state.wait} onCancel={trial.cancel} />;
  }
  if (state.status === 'failed') {
    return (
      <Failure
        error={state.error}
        question={isRefusal(state.error) ? NOT_SAVED : 'It can’t be tested now. What now?'}
        items={waysOnFrom(state.error)}
        onChoose={goOn}
      />
    );
  }
  const objection = state.status === 'done' && isTold ? state.value : undefined;
  if (objection !== undefined) {
    return (
      <ObjectionView
        objection={objection}
        rows={rows}
        onChoose={(way) => goOn(way, objection.step)}
        onBack={() => goOn('back')}
      />
    );
  }
  return children(tryAndSave);
}

interface ObjectionViewProps {
  readonly objection: Objection;
  readonly rows: number;
  readonly onChoose: (way: WayOn) => void;
  readonly onBack: () => void;
}

function ObjectionView({ objection, rows, onChoose, onBack }: ObjectionViewProps): ReactNode {
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });
  const items: readonly ChoiceItem<WayOn>[] = [
    ...(objection.step === undefined ? [] : [{ id: 'edit' as const, label: EDIT_LABELS[objection.step] }]),
    { id: 'authorize', label: 'Authorize again', description: 'As someone who has the access.' },
    ...(objection.step === undefined ? [{ id: 'edit' as const, label: EDIT_LABELS.advertiser }] : []),
    ...(objection.isDoubt === true ? [{ id: 'save' as const, label: 'Save it all the same' }] : []),
    BACK,
  ];
  return (
    <>
      <Message
        kind={objection.isDoubt === true ? 'warning' : 'error'}
        text={objection.message}
        hint={objection.hint}
      />
      <Choice
        label={objection.isDoubt === true ? 'What now?' : NOT_SAVED}
        items={items}
        rows={rows - MESSAGE_ROWS}
        onChoose={onChoose}
      />
    </>
  );
}

const EDIT_LABELS: Readonly<Record<NonNullable<Objection['step']>, string>> = {
  advertiser: 'Change the advertiser',
  eventSourceId: 'Change the event source',
};

const NOT_SAVED = 'Not saved: it can’t work like this. What now?';

const UNTESTED: ChoiceItem<WayOn> = {
  id: 'save',
  label: 'Save it untested',
  description: 'Nobody knows yet whether it connects; the check before each run tells.',
};

const BACK: ChoiceItem<WayOn> = {
  id: 'back',
  label: 'Back to the answers',
  description: 'They stay here until it can be saved, while tada is open.',
};

/** A token that doesn't work is put right by authorizing; everything else may pass by itself. */
function waysOnFrom(error: KnownError): readonly ChoiceItem<WayOn>[] {
  const retry: ChoiceItem<WayOn> = { id: 'retry', label: 'Try again' };
  const authorize: ChoiceItem<WayOn> = { id: 'authorize', label: 'Authorize again' };
  const isAboutAccess =
    error.kind === 'invalid-credentials' ||
    error.kind === 'missing-permission' ||
    error.kind === 'missing-scope' ||
    error.kind === 'configuration';
  return [
    ...(isAboutAccess ? [authorize, retry] : [retry, authorize]),
    ...(isRefusal(error) ? [] : [UNTESTED]),
    BACK,
  ];
}
