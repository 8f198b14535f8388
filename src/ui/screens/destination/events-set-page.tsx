import { type ReactNode, useRef, useState } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import { OutcomeUnknownError } from '../../../core/remedies/outcome-unknown.ts';
import { checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { AUTO_TRACKING } from '../../../wizard/journeys/destination/events-explanations.ts';
import {
  type ListedSource,
  listSources,
  newSetsCalled,
} from '../../../wizard/journeys/destination/events-sources.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import type { ChosenSource } from './events-source-field.tsx';

export interface CreateEventSetProps {
  readonly credential: string;
  readonly advertiserIds: readonly string[];
  /** What TikTok listed before; undefined where it could not be asked. */
  readonly listed: readonly ListedSource[] | undefined;
  readonly onCreated: (source: ChosenSource) => void;
  readonly onClose: () => void;
}

type Step = 'advertiser' | 'name' | 'description' | 'autoTracking';

interface NewSet {
  readonly advertiserId: string;
  readonly name: string;
  readonly description: string;
  readonly autoTracking: boolean;
}

/** Makes an event set at TikTok. The same request is never sent twice without looking first. */
export function CreateEventSet(props: CreateEventSetProps): ReactNode {
  const { credential, advertiserIds, listed = [], onCreated, onClose } = props;
  const { credentials } = useServices();
  const steps: readonly Step[] = [
    ...(advertiserIds.length > 1 ? (['advertiser'] as const) : []),
    'name',
    'description',
    'autoTracking',
  ];
  const [at, setAt] = useState(0);
  const [set, setSet] = useState<NewSet>({
    advertiserId: advertiserIds[0] ?? '',
    name: '',
    description: '',
    autoTracking: false,
  });
  const making = useTask<string>();
  const doubted = useRef<string>(undefined);
  const step = steps[at] ?? 'name';
  const { state } = making;
  useKeys({
    level: 'field',
    bindings: [
      state.status === 'running'
        ? // What was asked of TikTok can't be taken back; leaving would only hide what comes of it.
          { keys: ['escape'], run: () => undefined }
        : { keys: ['escape'], hint: 'back', run: back },
    ],
  });

  function back(): void {
    if (state.status === 'failed') making.cancel();
    else if (at === 0) onClose();
    else setAt(at - 1);
  }

  function give(given: Partial<NewSet>): void {
    setSet((before) => ({ ...before, ...given }));
    setAt(at + 1);
  }

  function create(wanted: NewSet): void {
    setSet(wanted);
    const { advertiserId, ...eventSet } = wanted;
    making.start(
      `Creating the event set ${wanted.name}`,
      ({ onWait }) => credentials.createEventSet(credential, advertiserId, eventSet, onWait),
      (id) => onCreated({ id, autoTracking: wanted.autoTracking }),
    );
  }

  function checkNewSet(name: string): string | undefined {
    if (name === '') return 'A name is needed.';
    const problem = checkOptionalLine(name);
    if (problem !== undefined || doubted.current === name) return problem;
    if (!listed.some((other) => other.name === name)) return undefined;
    // TikTok takes the same name twice, so it may be meant.
    doubted.current = name;
    return 'There is one of this name already. Enter again makes another.';
  }

  switch (state.status) {
    case 'running':
      return <Working label={state.label} wait={state.wait} />;
    case 'done':
      return null;
    case 'failed':
      return state.error instanceof OutcomeUnknownError ? (
        <UnknownOutcome
          {...props}
          error={state.error}
          set={set}
          onAgain={() => create(set)}
          onClose={making.cancel}
        />
      ) : (
        <Failure
          error={state.error}
          items={[
            { id: 'retry', label: 'Try again' },
            { id: 'back', label: 'Change something', description: 'Nothing was made.' },
          ]}
          onChoose={(id) => (id === 'retry' ? create(set) : making.cancel())}
        />
      );
    case 'idle':
      break;
  }
  switch (step) {
    case 'advertiser':
      return (
        <Choice
          label="Which ad account does the event set belong to?"
          items={advertiserIds.map((id) => ({ id, label: id }))}
          initialId={set.advertiserId}
          onChoose={(advertiserId) => give({ advertiserId })}
        />
      );
    case 'name':
      return (
        <TextField
          key={step}
          label="Name of the event set"
          history="event-set-name"
          placeholder="Acme stores"
          note="As it will be listed in Events Manager."
          initialValue={set.name}
          validate={checkNewSet}
          onSubmit={(name) => give({ name })}
        />
      );
    case 'description':
      return (
        <TextField
          key={step}
          label="Description"
          placeholder="Purchases in all stores"
          note="TikTok needs one."
          initialValue={set.description}
          validate={(text) => (text === '' ? 'TikTok needs a description.' : checkOptionalLine(text))}
          onSubmit={(description) => give({ description })}
        />
      );
    case 'autoTracking':
      return (
        <Choice
          label="Auto tracking"
          items={AUTO_TRACKING}
          initialId={set.autoTracking ? 'yes' : 'no'}
          chooseHint="create"
          onChoose={(id) => create({ ...set, autoTracking: id === 'yes' })}
        />
      );
  }
}

interface UnknownOutcomeProps extends CreateEventSetProps {
  readonly error: KnownError;
  readonly set: NewSet;
  readonly onAgain: () => void;
}

const MESSAGE_ROWS = 6;

/** Nobody knows whether TikTok made the event set: its list is looked at before anything is sent again. */
function UnknownOutcome(props: UnknownOutcomeProps): ReactNode {
  const { error, set, listed = [], credential, onCreated, onAgain, onClose } = props;
  const { credentials } = useServices();
  const { rows } = useBodySize();
  const looking = useTask<readonly ListedSource[]>();
  const { state } = looking;

  const look = (): void =>
    looking.start('Looking at TikTok’s list', async ({ onWait }) => {
      const now = await listSources(credentials, credential, [set.advertiserId], 'offline', onWait);
      return newSetsCalled(set.name, listed, now.listed);
    });

  if (state.status === 'running') return <Working label={state.label} wait={state.wait} />;
  const found = state.status === 'done' ? state.value : [];
  const hasLooked = state.status === 'done';
  const again = {
    id: ' again',
    label: 'Create it once more',
    description: 'Should the first one show up later, there are two of this name.',
  };
  const lookItem = { id: ' look', label: hasLooked ? 'Look again' : 'Look at TikTok’s list' };
  return (
    <>
      {state.status === 'failed' ? (
        <Message kind="error" text={state.error.message} hint={state.error.hint} />
      ) : hasLooked ? (
        <Message
          kind={found.length === 0 ? 'info' : 'success'}
          text={
            found.length === 0
              ? `TikTok lists no new event set “${set.name}”, for now.`
              : `TikTok lists “${set.name}” now.`
          }
        />
      ) : (
        <Message kind="warning" text={error.message} hint={error.hint} />
      )}
      <Choice
        key={state.status}
        label="What now?"
        items={[
          ...found.map(({ id, name }) => ({ id, label: `Use ${name}`, note: id })),
          lookItem,
          ...(hasLooked && found.length === 0 ? [again] : []),
          { id: ' back', label: 'Go back' },
        ]}
        rows={rows - MESSAGE_ROWS}
        onChoose={(id) => {
          if (id === ' look') look();
          else if (id === ' again') onAgain();
          else if (id === ' back') onClose();
          else onCreated({ id, autoTracking: found.find((each) => each.id === id)?.autoTracking });
        }}
      />
    </>
  );
}
