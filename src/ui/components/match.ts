/**
 * How well a text fits what was typed: 3 starts with it, 2 has a word that starts with it, 1 holds it, 0 not
 * at all. Case and accents don't count; every typed word must be there.
 */
export function matchScore(text: string, query: string): number {
  const words = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  const target = folded(text);
  let score = 3;
  for (const word of words) {
    score = Math.min(score, wordScore(target, word));
  }
  return score;
}

/** The items that fit, the best first; items that fit equally well keep their order. */
export function matching<Item>(
  items: readonly Item[],
  query: string,
  textOf: (item: Item) => string,
): readonly Item[] {
  if (query.trim() === '') {
    return items;
  }
  return items
    .map((item) => ({ item, score: matchScore(textOf(item), query) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function wordScore(target: string, word: string): number {
  if (target.startsWith(word)) {
    return 3;
  }
  const index = target.indexOf(word);
  if (index === -1) {
    return 0;
  }
  return startsWord(target, word) ? 2 : 1;
}

function startsWord(target: string, word: string): boolean {
  return target.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
