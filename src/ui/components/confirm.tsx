import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useKeys } from '../hooks/use-keys.ts';
import { useLiveReducer } from '../hooks/use-live-reducer.ts';
import { useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export interface ConfirmProps {
  readonly question: string;
  /** What each answer means, in a word or two. */
  readonly yes?: string;
  readonly no?: string;
  /** What Enter answers before anything was chosen; "no" for what can't be taken back. */
  readonly initial: 'yes' | 'no';
  readonly isActive?: boolean;
  readonly onAnswer: (isYes: boolean) => void;
}

type Answer = 'yes' | 'no';

/** Yes or no, by letter or by arrows and Enter. */
export function Confirm(props: ConfirmProps): ReactNode {
  const { question, yes = 'Yes', no = 'No', initial, isActive = true, onAnswer } = props;
  const { symbols } = useTheme();
  const [chosen, choose, read] = useLiveReducer<Answer, Answer>(
    (_, next) => next,
    () => initial,
  );
  useKeys(
    {
      level: 'field',
      bindings: [
        { keys: ['y', 'Y'], label: 'y/n', hint: 'answer', run: () => onAnswer(true) },
        { keys: ['n', 'N'], run: () => onAnswer(false) },
        {
          keys: ['left', 'right', 'up', 'down', 'tab', 'shift+tab'],
          label: symbols.leftRight,
          hint: 'choose',
          run: () => choose(read() === 'yes' ? 'no' : 'yes'),
        },
        { keys: ['enter'], hint: 'confirm', run: () => onAnswer(read() === 'yes') },
      ],
    },
    isActive,
  );
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1} aria-role="radiogroup">
      <Toned isBold>{question}</Toned>
      <Box columnGap={3}>
        <Option label={yes} isChosen={chosen === 'yes'} />
        <Option label={no} isChosen={chosen === 'no'} />
      </Box>
    </Box>
  );
}

function Option({ label, isChosen }: { readonly label: string; readonly isChosen: boolean }): ReactNode {
  const { symbols } = useTheme();
  return (
    <Box flexShrink={0} aria-role="radio" aria-state={{ selected: isChosen }}>
      <Toned tone={isChosen ? 'accent' : 'plain'} isBold={isChosen}>
        {isChosen ? symbols.pointer : ' '} {label}
      </Toned>
    </Box>
  );
}
