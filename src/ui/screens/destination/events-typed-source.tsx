import { type ReactNode, useRef, useState } from 'react';
import type { EventSource } from '../../../core/events/settings.ts';
import {
  judgeSource,
  type ListedSource,
  sourceIdNoun,
} from '../../../wizard/journeys/destination/events-sources.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';

export interface TypedSourceProps {
  readonly eventSource: EventSource;
  readonly initial: string | undefined;
  /** What TikTok lists; undefined where it doesn't list everything. */
  readonly listed: readonly ListedSource[] | undefined;
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}

const NOTES: Readonly<Record<EventSource, string>> = {
  offline: 'In Events Manager it stands beside the event set’s name.',
  web: 'In Events Manager beside the pixel’s name; not its numeric id.',
};

const EXAMPLES: Readonly<Record<EventSource, string>> = {
  offline: '7654321098765432109',
  web: 'C4ABCDEFGHIJKLMNOP01',
};

const MESSAGE_ROWS = 4;

/** An event source by its id or code. A pixel's id in the place of its code is caught, and the code offered. */
export function TypedSource(props: TypedSourceProps): ReactNode {
  const { eventSource, initial, listed, onChoose, onClose } = props;
  const { rows } = useBodySize();
  const doubted = useRef<string>(undefined);
  const [typed, setTyped] = useState(initial ?? '');
  const [pixel, setPixel] = useState<ListedSource | undefined>(undefined);
  useKeys({
    level: 'field',
    bindings: [
      { keys: ['escape'], hint: 'back', run: () => (pixel === undefined ? onClose() : setPixel(undefined)) },
    ],
  });

  function validate(text: string): string | undefined {
    const verdict = judgeSource(eventSource, text, listed);
    switch (verdict.kind) {
      case 'good':
      case 'pixel-id':
        return undefined;
      case 'problem':
        return verdict.message;
      case 'doubt':
        if (doubted.current === text) return undefined;
        doubted.current = text;
        return verdict.message;
    }
  }

  function submit(text: string): void {
    const verdict = judgeSource(eventSource, text, listed);
    if (verdict.kind === 'pixel-id') setPixel(verdict.pixel);
    else onChoose(text);
  }

  if (pixel !== undefined) {
    return (
      <>
        <Message
          kind="warning"
          text={`${pixel.pixelId ?? ''} is the id of the pixel “${pixel.name}”.`}
          hint="Events are sent with a pixel’s code, which is another thing."
        />
        <Choice
          label="Which one is meant?"
          items={[
            { id: 'code', label: `Use its code, ${pixel.id}` },
            { id: 'type', label: 'Type another one' },
          ]}
          rows={rows - MESSAGE_ROWS}
          onChoose={(id) => (id === 'code' ? onChoose(pixel.id) : setPixel(undefined))}
        />
      </>
    );
  }
  return (
    <TextField
      label={`The ${sourceIdNoun(eventSource)}`}
      history="event-source-id"
      placeholder={EXAMPLES[eventSource]}
      note={NOTES[eventSource]}
      initialValue={typed}
      isToken
      validate={validate}
      onChange={setTyped}
      onSubmit={submit}
    />
  );
}
