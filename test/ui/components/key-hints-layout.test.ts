import { expect, test } from 'vitest';
import { layoutHints } from '../../../src/ui/components/key-hints-layout.ts';

const WORDS = [
  { key: 'Enter', text: 'take file' },
  { key: '↑↓', text: 'move' },
  { key: 'Tab', text: 'complete' },
  { key: 'Shift+Tab', text: 'folder above' },
  { key: 'Esc', text: 'back' },
  { key: '?', text: 'help' },
];

/** The rows as they are read. */
function shown(columns: number, rows: number): readonly string[] {
  return layoutHints(WORDS, columns, rows).map((row) =>
    row.map(({ key, text }) => `${key} ${text}`).join(' · '),
  );
}

test('all hints are told where there is room', () => {
  expect(shown(100, 1)).toEqual([
    'Enter take file · ↑↓ move · Tab complete · Shift+Tab folder above · Esc back · ? help',
  ]);
});

test('the way back and the page that tells of all keys are told in every window', () => {
  expect(shown(38, 2)).toEqual(['Enter take file · ↑↓ move', 'Tab complete · Esc back · ? help']);
  expect(shown(20, 2)).toEqual(['Enter take file', 'Esc back · ? help']);
  expect(shown(8, 1)).toEqual(['Esc back']);
});
