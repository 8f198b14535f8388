import { type ReactNode, useEffect, useState } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import type { EventSource } from '../../../core/events/settings.ts';
import {
  type ListedSource,
  listSources,
  type SourceListing,
  sourceIdNoun,
  sourceItems,
  sourceNoun,
} from '../../../wizard/journeys/destination/events-sources.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { CreateEventSet } from './events-set-page.tsx';
import { TypedSource } from './events-typed-source.tsx';

/** An event source, as it was picked, typed or made. */
export interface ChosenSource {
  readonly id: string;
  /** Undefined where TikTok didn't tell. */
  readonly autoTracking: boolean | undefined;
}

export interface EventSourceFieldProps {
  readonly credential: string;
  readonly advertiserIds: readonly string[];
  readonly eventSource: EventSource;
  readonly chosen: string | undefined;
  /** Who gives it when it is left open, such as "The orchestration gives it."; undefined: it is needed here. */
  readonly leaveOpen?: string | undefined;
  /** Undefined: left open. */
  readonly onChoose: (source: ChosenSource | undefined) => void;
  readonly onBack: () => void;
  /** Authorizes the credential anew; calls back when that is done. */
  readonly onAuthorize: (onDone: () => void) => void;
}

type Mode = 'list' | 'type' | 'create';

/** Keep apart from ids: those have no spaces. */
const TYPE = ' type';
const CREATE = ' create';
const OPEN = ' open';

/** Where events go: picked among what TikTok lists, typed, made on the spot, or left open. */
export function EventSourceField(props: EventSourceFieldProps): ReactNode {
  const { credential, advertiserIds, eventSource, chosen, onChoose, onBack, onAuthorize } = props;
  const { credentials } = useServices();
  const { state, start } = useTask<SourceListing>();
  const [mode, setMode] = useState<Mode>('list');
  const [attempt, setAttempt] = useState(0);
  const noun = sourceNoun(eventSource);
  const accounts = advertiserIds.join(' ');
  const again = (): void => setAttempt((number) => number + 1);
  const toList = (): void => setMode('list');

  useEffect(() => {
    start(attempt === 0 ? `Asking TikTok for its ${noun}s` : 'Asking TikTok once more', ({ onWait }) =>
      listSources(credentials, credential, accounts.split(' '), eventSource, onWait),
    );
  }, [credentials, credential, accounts, eventSource, noun, attempt, start]);

  if (state.status === 'idle' || state.status === 'running') {
    return (
      <Working
        label={state.status === 'running' ? state.label : `Asking TikTok for its ${noun}s`}
        wait={state.status === 'running' ? state.wait : undefined}
        onCancel={onBack}
      />
    );
  }
  const listing = state.status === 'done' ? state.value : undefined;
  if (mode === 'type') {
    return (
      <TypedSource
        eventSource={eventSource}
        initial={chosen}
        listed={listing?.problem === undefined ? listing?.listed : undefined}
        onChoose={(id) => onChoose({ id, autoTracking: undefined })}
        onClose={toList}
      />
    );
  }
  if (mode === 'create') {
    return (
      <CreateEventSet
        credential={credential}
        advertiserIds={advertiserIds}
        listed={listing?.listed}
        onCreated={onChoose}
        onClose={toList}
      />
    );
  }

  function choose(id: string): void {
    if (id === TYPE) setMode('type');
    else if (id === CREATE) setMode('create');
    else if (id === OPEN) onChoose(undefined);
    else onChoose({ id, autoTracking: listing?.listed.find((source) => source.id === id)?.autoTracking });
  }

  if (state.status === 'failed') {
    return (
      <ListingFailed
        {...props}
        error={state.error}
        onChoose={(id) => {
          if (id === 'retry') again();
          else if (id === 'authorize') onAuthorize(again);
          else if (id === 'back') onBack();
          else choose(id);
        }}
      />
    );
  }
  return <SourceList {...props} {...state.value} onChoose={choose} />;
}

interface SourceListProps extends Omit<EventSourceFieldProps, 'onChoose'>, SourceListing {
  readonly onChoose: (id: string) => void;
}

const PROBLEM_ROWS = 3;

function SourceList(props: SourceListProps): ReactNode {
  const { eventSource, chosen, leaveOpen, listed, problem, onChoose } = props;
  const { rows } = useBodySize();
  const noun = sourceNoun(eventSource);
  const items: readonly ChoiceItem[] = [
    ...sourceItems(listed),
    ...typedItem(chosen, listed),
    { id: TYPE, label: `Type the ${sourceIdNoun(eventSource)}`, description: 'For one that is not listed.' },
    ...createItem(eventSource),
    ...openItem(leaveOpen),
  ];
  const first = listed[0]?.id ?? (eventSource === 'offline' ? CREATE : TYPE);
  return (
    <>
      {problem === undefined ? null : (
        <Message kind="warning" text={`TikTok does not list all of them: ${problem}`} />
      )}
      <Choice
        label={
          listed.length === 0
            ? `TikTok lists no ${noun} for this ad account.`
            : `Which ${noun} gets the events?`
        }
        items={items}
        initialId={chosen ?? first}
        rows={rows - (problem === undefined ? 0 : PROBLEM_ROWS)}
        onChoose={onChoose}
      />
    </>
  );
}

interface ListingFailedProps extends Omit<EventSourceFieldProps, 'onChoose'> {
  readonly error: KnownError;
  readonly onChoose: (id: string) => void;
}

/** TikTok may refuse to list what it lets one send to; then typing is the way. */
function ListingFailed({ eventSource, leaveOpen, error, onChoose }: ListingFailedProps): ReactNode {
  const retry = { id: 'retry', label: 'Try again' };
  const type = {
    id: TYPE,
    label: `Type the ${sourceIdNoun(eventSource)}`,
    description: 'Sending may be allowed where listing is not.',
  };
  const isForbidden = error.kind === 'missing-permission' || error.kind === 'missing-scope';
  return (
    <Failure
      error={error}
      items={[
        ...(isForbidden ? [type, retry] : [retry, type]),
        ...createItem(eventSource),
        ...openItem(leaveOpen),
        { id: 'authorize', label: 'Authorize again', description: 'As someone who has the access.' },
        { id: 'back', label: 'Go back' },
      ]}
      onChoose={onChoose}
    />
  );
}

/** One that was typed stays among the listed ones, so that it can be kept. */
function typedItem(chosen: string | undefined, listed: readonly ListedSource[]): readonly ChoiceItem[] {
  const isListed = chosen === undefined || listed.some(({ id }) => id === chosen);
  return isListed ? [] : [{ id: chosen, label: chosen, note: 'TikTok does not list it' }];
}

function createItem(eventSource: EventSource): readonly ChoiceItem[] {
  return eventSource === 'offline'
    ? [{ id: CREATE, label: 'Create an event set', description: 'You come back here with it.' }]
    : [];
}

function openItem(leaveOpen: string | undefined): readonly ChoiceItem[] {
  return leaveOpen === undefined ? [] : [{ id: OPEN, label: 'Leave it open', description: leaveOpen }];
}
