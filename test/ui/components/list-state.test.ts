import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListAction, listWindow, reduceList, startList } from '../../../src/ui/components/list-state.ts';
import { matching } from '../../../src/ui/components/match.ts';

describe('a list', () => {
  test('goes around its ends with arrows and stops at them with pages', () => {
    const move = (highlighted: number, direction: 'up' | 'down' | 'page-up' | 'page-down'): number =>
      reduceList({ ...startList(highlighted, 3) }, { type: 'move', move: direction, count: 5, rows: 3 })
        .highlighted;
    expect(move(4, 'down')).toBe(0);
    expect(move(0, 'up')).toBe(4);
    expect(move(3, 'page-down')).toBe(4);
    expect(move(1, 'page-up')).toBe(0);
  });

  test('always shows its highlighted item, and fills its rows', () => {
    const action = fc.constantFrom<('up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last')[]>(
      'up',
      'down',
      'page-up',
      'page-down',
      'first',
      'last',
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(action),
        (count, rows, moves) => {
          const actions = moves.map((move): ListAction => ({ type: 'move', move, count, rows }));
          const state = actions.reduce(reduceList, startList(0, rows));
          const { from, to, above, below } = listWindow(state, count, rows);
          expect(state.highlighted).toBeGreaterThanOrEqual(from);
          expect(state.highlighted).toBeLessThan(to);
          expect(to - from).toBe(Math.min(rows, count));
          expect(above + (to - from) + below).toBe(count);
        },
      ),
    );
  });

  test('starts over when it is narrowed', () => {
    expect(reduceList({ query: '', highlighted: 7, top: 5 }, { type: 'query', query: 'a' })).toEqual({
      query: 'a',
      highlighted: 0,
      top: 0,
    });
  });
});

describe('what fits a filter', () => {
  const names = ['TikTok events', 'TikTok audiences', 'My tik', 'Müller Österreich', 'antik'];
  const found = (query: string): readonly string[] => matching(names, query, (name) => name);

  test('comes best first: beginnings, beginnings of words, the rest', () => {
    expect(found('tik')).toEqual(['TikTok events', 'TikTok audiences', 'My tik', 'antik']);
  });

  test('needs every word, and neither case nor accents', () => {
    expect(found('aud tik')).toEqual(['TikTok audiences']);
    expect(found('osterr MULL')).toEqual(['Müller Österreich']);
    expect(found('nothing')).toEqual([]);
  });
});
