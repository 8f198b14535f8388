import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Environment } from '../../core/profiles/schema.ts';
import { visible } from '../text/visible.ts';
import { useTheme } from '../theme.ts';
import { Toned } from './toned.tsx';

export interface BannerProps {
  /** Undefined while nothing is chosen yet that has an environment. */
  readonly environment?: Environment | undefined;
  /** What is being worked on, such as a destination's name. */
  readonly subject?: string | undefined;
}

/**
 * The first row of every screen: whose data goes where. Production is told apart by its words and signs, and
 * by inverse letters where there are any, so that nobody needs to see a colour.
 */
export function Banner({ environment, subject }: BannerProps): ReactNode {
  const { symbols } = useTheme();
  return (
    <Box flexShrink={0} justifyContent="space-between" columnGap={2}>
      <Box flexShrink={1} minWidth={4}>
        <Toned wrap="truncate-end">
          <Toned isBold>tada</Toned>
          {subject === undefined ? '' : ` ${symbols.dot} ${visible(subject)}`}
        </Toned>
      </Box>
      {environment === undefined ? null : <Badge environment={environment} />}
    </Box>
  );
}

function Badge({ environment }: { readonly environment: Environment }): ReactNode {
  const { symbols } = useTheme();
  switch (environment) {
    case 'production':
      return (
        <Box flexShrink={0}>
          <Toned tone="danger" isBold isInverse>
            {` ${symbols.warning} PRODUCTION ${symbols.warning} `}
          </Toned>
        </Box>
      );
    case 'sandbox':
      return (
        <Box flexShrink={0}>
          <Toned tone="accent">sandbox</Toned>
        </Box>
      );
    case 'simulator':
      return (
        <Box flexShrink={0}>
          <Toned tone="success">simulator</Toned>
        </Box>
      );
  }
}
