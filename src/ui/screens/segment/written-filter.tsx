import { Box } from 'ink';
import type { ReactNode } from 'react';
import { filterLines } from '../../../wizard/journeys/segment/filter-words.ts';
import { hideAddresses } from '../../../wizard/journeys/segment/hide-addresses.ts';
import { savedRows } from '../../../wizard/journeys/segment/segment-answers.ts';
import { Message } from '../../components/message.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visibleLines } from '../../text/visible.ts';
import type { SegmentPageProps } from './page-props.ts';

const MESSAGE_ROWS = 5;

/** A saved filter of a shape that isn't built here, and SQL: to be looked at. */
export function WrittenFilter({ answers, answer }: Pick<SegmentPageProps, 'answers' | 'answer'>): ReactNode {
  const { rows } = useBodySize();
  const saved = savedRows(answers);
  useKeys({
    level: 'field',
    bindings: [{ keys: ['enter'], hint: 'continue', run: () => answer({}) }],
  });
  const isSql = saved?.sql !== undefined;
  const lines = saved?.filter === undefined ? [] : filterLines(saved.filter);
  const written = saved?.sql === undefined ? lines.join('\n') : hideAddresses(saved.sql);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Message
        kind="info"
        text={
          isSql
            ? 'This segment is SQL of its own, and stays as it is.'
            : 'This filter has “not”, or groups inside of groups, and stays as it is.'
        }
        hint="It is changed in a profile file: tada export, then tada apply."
      />
      <ScrollView rows={Math.max(3, rows - MESSAGE_ROWS)}>
        <Toned tone="accent">{visibleLines(written)}</Toned>
      </ScrollView>
    </Box>
  );
}
