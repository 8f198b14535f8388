import { Box } from 'ink';
import { expect, test } from 'vitest';
import { Toned } from '../../../src/ui/components/toned.tsx';
import { trimFoldedLine } from '../../../src/ui/text/folded-line.ts';
import { show } from '../support/show.tsx';

test('folded text begins every line with a word, also where the line above is full', async () => {
  const view = await show(
    <Box width={40}>
      <Toned>
        <Toned isBold>It has too few digits for a phone number</Toned> of its country.
      </Toned>
    </Box>,
  );
  expect(view.frame()).toBe('It has too few digits for a phone number\nof its country.');
});

test('lines that are indented on purpose stay so, and colours are looked through', () => {
  expect(trimFoldedLine('  two', 1)).toBe('  two');
  expect(trimFoldedLine(' first', 0)).toBe(' first');
  expect(trimFoldedLine('\u001b[2m\u001b[1m grey', 1)).toBe('\u001b[2m\u001b[1mgrey');
});
