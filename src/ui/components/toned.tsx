import { Text, type TextProps, Transform } from 'ink';
import { createContext, type ReactNode, use } from 'react';
import { trimFoldedLine } from '../text/folded-line.ts';
import { styleOf, type Tone } from '../theme.ts';

interface TonedProps {
  readonly tone?: Tone;
  readonly isBold?: boolean;
  readonly isInverse?: boolean;
  readonly wrap?: NonNullable<TextProps['wrap']>;
  readonly children?: ReactNode;
}

/** True inside of a text: what is nested there is folded with it. */
const InsideText = createContext(false);

/** Text in a tone of the theme. */
export function Toned({ tone = 'plain', isBold, isInverse, wrap = 'wrap', children }: TonedProps): ReactNode {
  const isNested = use(InsideText);
  const text = (
    <Text {...styleOf(tone)} bold={isBold === true} inverse={isInverse === true} wrap={wrap}>
      {children}
    </Text>
  );
  if (isNested) return text;
  return (
    <InsideText value={true}>
      {wrap === 'wrap' ? <Transform transform={trimFoldedLine}>{text}</Transform> : text}
    </InsideText>
  );
}
