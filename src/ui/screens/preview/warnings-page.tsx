import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { Warning } from '../../../core/delivery/events.ts';
import { Message } from '../../components/message.tsx';
import { Toned } from '../../components/toned.tsx';
import { visible } from '../../text/visible.ts';

/** Everything that is worth knowing before sending. */
export function WarningsPage({ warnings }: { readonly warnings: readonly Warning[] }): ReactNode {
  if (warnings.length === 0) return <Toned>There is nothing to warn about.</Toned>;
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      {warnings.map(({ code, message }) => (
        <Message key={`${code} ${message}`} kind="warning" text={visible(message)} />
      ))}
    </Box>
  );
}
