import { Text, type TextProps } from 'ink';
import type { ReactNode } from 'react';
import { styleOf, type Tone } from '../theme.ts';

interface TonedProps {
  readonly tone?: Tone;
  readonly isBold?: boolean;
  readonly isInverse?: boolean;
  readonly wrap?: NonNullable<TextProps['wrap']>;
  readonly children?: ReactNode;
}

/** Text in a tone of the theme. */
export function Toned({ tone = 'plain', isBold, isInverse, wrap = 'wrap', children }: TonedProps): ReactNode {
  return (
    <Text {...styleOf(tone)} bold={isBold === true} inverse={isInverse === true} wrap={wrap}>
      {children}
    </Text>
  );
}
