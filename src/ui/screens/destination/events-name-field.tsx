import { type ReactNode, useRef, useState } from 'react';
import type { EventSource } from '../../../core/events/settings.ts';
import { eventNameItems, judgeEventName } from '../../../wizard/journeys/destination/events-names.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useKeys } from '../../hooks/use-keys.ts';

export interface EventNameFieldProps {
  readonly eventSource: EventSource;
  readonly label: string;
  readonly chosen: string | undefined;
  /** What happens when it is left open; undefined: a name is needed here. */
  readonly leaveOpen?: string | undefined;
  /** Highlighted where nothing was chosen. */
  readonly proposed?: string | undefined;
  /** Undefined: left open. */
  readonly onChoose: (name: string | undefined) => void;
}

/** Keep apart from names: those have no spaces around them. */
const TYPE = ' type';
const OPEN = ' open';

/** The name of an event: one of TikTok's with what it is for, or one of one's own where TikTok takes it. */
export function EventNameField(props: EventNameFieldProps): ReactNode {
  const { eventSource, label, chosen, leaveOpen, proposed, onChoose } = props;
  const [isTyping, setTyping] = useState(false);
  if (isTyping) return <TypedName {...props} onClose={() => setTyping(false)} />;
  const known = eventNameItems(eventSource);
  const isOwn = chosen !== undefined && !known.some(({ id }) => id === chosen);
  return (
    <Choice
      label={label}
      items={[
        ...(leaveOpen === undefined ? [] : [{ id: OPEN, label: 'Leave it open', description: leaveOpen }]),
        ...(isOwn ? [{ id: chosen, label: chosen, note: 'your own' }] : []),
        ...known,
        {
          id: TYPE,
          label: 'Type another name',
          description:
            eventSource === 'web'
              ? 'TikTok counts it as a custom event.'
              : 'Offline events have TikTok’s own names only.',
        },
      ]}
      initialId={chosen ?? proposed ?? (leaveOpen === undefined ? undefined : OPEN)}
      isFilterable
      placeholder="type what happened, such as cart"
      onChoose={(id) => {
        if (id === TYPE) setTyping(true);
        else onChoose(id === OPEN ? undefined : id);
      }}
    />
  );
}

interface TypedNameProps extends EventNameFieldProps {
  readonly onClose: () => void;
}

function TypedName({ eventSource, chosen, onChoose, onClose }: TypedNameProps): ReactNode {
  const doubted = useRef<string>(undefined);
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });

  function validate(name: string): string | undefined {
    const verdict = judgeEventName(name, eventSource);
    if (verdict.kind === 'good') return undefined;
    if (verdict.kind === 'doubt' && doubted.current === name) return undefined;
    doubted.current = name;
    return verdict.message;
  }

  return (
    <TextField
      label="Name of the event"
      history="event-name"
      placeholder="Purchase"
      note="Capital and small letters count."
      initialValue={chosen ?? ''}
      validate={validate}
      onSubmit={onChoose}
    />
  );
}
