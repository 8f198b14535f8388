import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { useStableHeight } from '../../../src/ui/hooks/use-stable-height.ts';
import { show } from '../support/show.tsx';

function Part({ text, page }: { readonly text: string; readonly page: number }): ReactNode {
  const { ref, minHeight } = useStableHeight(page);
  return (
    <Box flexDirection="column">
      <Box minHeight={minHeight} flexDirection="column">
        <Box ref={ref} flexDirection="column">
          <Text>{text}</Text>
        </Box>
      </Box>
      <Text>below</Text>
    </Box>
  );
}

test('what stands below a part doesn’t come up again when the part gets smaller, until the next page', async () => {
  const view = await show(<Part text={'a\nb\nc'} page={1} />);
  expect(view.frame()).toBe('a\nb\nc\nbelow');
  await view.rerender(<Part text="a" page={1} />);
  expect(view.frame()).toBe('a\n\n\nbelow');
  await view.rerender(<Part text="d" page={2} />);
  expect(view.frame()).toBe('d\nbelow');
});
