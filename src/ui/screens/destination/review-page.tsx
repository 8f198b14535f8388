import { type ReactNode, useState } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import { DESTINATION_FORM } from '../../../wizard/journeys/destination/destination-form.ts';
import { type Objection, objectionTo } from '../../../wizard/journeys/destination/verdict.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import type { DestinationPageProps } from './page-props.ts';

type WayOn = 'retry' | 'authorize' | 'edit' | 'save' | 'back';

const MESSAGE_ROWS = 5;

/** Every answer once more; saving asks TikTok first whether it can work. */
export function ReviewPage({ answers, edit, save, navigation }: DestinationPageProps): ReactNode {
  const { credentials } = useServices();
  const { rows } = useBodySize();
  const trial = useTask<Objection | undefined>();
  const [isTold, setTold] = useState(false);
  const { credential = '', advertiserIds } = answers;

  function tryAndSave(): void {
    trial.start(
      'Asking TikTok whether it can work',
      async ({ onWait }) => objectionTo(advertiserIds, await credentials.inspect(credential, onWait)),
      (objection) => {
        if (objection === undefined) save();
        else setTold(true);
      },
    );
  }

  function goOn(way: WayOn): void {
    setTold(false);
    trial.cancel();
    if (way === 'save') save();
    else if (way === 'retry') tryAndSave();
    else if (way === 'edit') edit('advertiser');
    else if (way === 'authorize') {
      navigation.open({ id: 'credential', name: credential, authorizeOnly: true }, tryAndSave);
    }
  }

  const { state } = trial;
  if (state.status === 'running') {
    return <Working label={state.label} wait={state.wait} onCancel={trial.cancel} />;
  }
  if (state.status === 'failed') {
    return <Failure error={state.error} items={waysOnFrom(state.error)} onChoose={goOn} />;
  }
  const objection = state.status === 'done' && isTold ? state.value : undefined;
  if (objection !== undefined) {
    return <ObjectionView objection={objection} rows={rows} onChoose={goOn} onBack={() => goOn('back')} />;
  }
  return (
    <AnswersReview
      label={`Destination ${answers.name}`}
      saveLabel="Test the connection and save"
      answers={reviewRows(DESTINATION_FORM, answers)}
      onSave={tryAndSave}
      onEdit={edit}
    />
  );
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
    ...(objection.step === undefined ? [] : [{ id: 'edit' as const, label: 'Change the advertiser' }]),
    { id: 'authorize', label: 'Authorize again', description: 'As someone who has the access.' },
    ...(objection.step === undefined ? [{ id: 'edit' as const, label: 'Change the advertiser' }] : []),
    AS_IT_IS,
    { id: 'back', label: 'Back to the answers' },
  ];
  return (
    <>
      <Message kind="error" text={objection.message} hint={objection.hint} />
      <Choice
        label="It can’t work like this. What now?"
        items={items}
        rows={rows - MESSAGE_ROWS}
        onChoose={onChoose}
      />
    </>
  );
}

const AS_IT_IS: ChoiceItem<WayOn> = {
  id: 'save',
  label: 'Save it as it is',
  description: 'It will not work until this is put right.',
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
    AS_IT_IS,
    { id: 'back', label: 'Back to the answers' },
  ];
}
