import { Box } from 'ink';
import { Fragment, type ReactNode } from 'react';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { widthOf } from '../../text/width.ts';
import { useTheme } from '../../theme.ts';

export interface TabsProps<Id extends string> {
  readonly tabs: readonly { readonly id: Id; readonly label: string }[];
  readonly current: Id;
}

/** Columns between two tabs. */
const GAP = 3;

/** The pages of a screen in one row; where they don't fit, the current one with its number. */
export function Tabs<Id extends string>({ tabs, current }: TabsProps<Id>): ReactNode {
  const { columns } = useBodySize();
  const { symbols } = useTheme();
  const index = tabs.findIndex(({ id }) => id === current);
  // Each tab keeps two columns for the pointer, so that none moves when another one is current.
  const width = tabs.reduce((sum, { label }) => sum + widthOf(label) + 2, GAP * (tabs.length - 1));
  if (width > columns) {
    return (
      <Toned wrap="truncate-end">
        <Toned tone="accent" isBold>
          {tabs[index]?.label ?? ''}
        </Toned>
        <Toned tone="muted">{` (page ${index + 1} of ${tabs.length})`}</Toned>
      </Toned>
    );
  }
  return (
    <Box flexShrink={0} aria-role="tablist">
      <Toned wrap="truncate-end">
        {tabs.map(({ id, label }, place) => (
          <Fragment key={id}>
            {place === 0 ? '' : ' '.repeat(GAP)}
            {id === current ? (
              <Toned tone="accent" isBold>
                {symbols.pointer} {label}
              </Toned>
            ) : (
              `  ${label}`
            )}
          </Fragment>
        ))}
      </Toned>
    </Box>
  );
}
