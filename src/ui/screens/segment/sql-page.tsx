import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { KnownError } from '../../../core/errors.ts';
import { hideAddresses } from '../../../wizard/journeys/segment/hide-addresses.ts';
import { Choice } from '../../components/choice.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visibleLines } from '../../text/visible.ts';
import { ErrorMessage } from '../common/failure.tsx';
import type { SegmentPageProps } from './page-props.ts';

export interface SqlPageProps extends Pick<SegmentPageProps, 'makeQuery'> {
  /** Or why there is none. */
  readonly sql: string | KnownError;
  /** True where the rows depend on the day. */
  readonly isMoving: boolean;
  /** Where the page leads back to. */
  readonly backLabel: string;
  readonly onClose: () => void;
}

/** The label of the choice, its two items, and what is told about them. */
const CHOICE_ROWS = 5;

/** The SQL that a segment becomes, and the way on with it by hand. */
export function SqlPage({ sql, isMoving, backLabel, makeQuery, onClose }: SqlPageProps): ReactNode {
  const { rows } = useBodySize();
  useKeys({ level: 'field', bindings: [{ keys: ['escape'], hint: 'back', run: onClose }] });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <ScrollView rows={Math.max(3, rows - CHOICE_ROWS)} level="screen">
        {typeof sql === 'string' ? (
          <Toned tone="accent">{visibleLines(hideAddresses(sql))}</Toned>
        ) : (
          <ErrorMessage error={sql} />
        )}
      </ScrollView>
      <Choice
        label="What now?"
        items={[
          { id: 'back', label: backLabel },
          {
            id: 'query',
            label: 'Make a query of it',
            description: isMoving
              ? 'To go on by hand, in place of a segment. “is in the last” then ends today for good.'
              : 'To go on by hand, in place of a segment.',
            ...(typeof sql === 'string' ? {} : { disabledBecause: 'It does not work yet.' }),
          },
        ]}
        rows={CHOICE_ROWS}
        onChoose={(id) => (id === 'query' ? makeQuery() : onClose())}
      />
    </Box>
  );
}
