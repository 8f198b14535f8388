import { configurationError, KnownError } from '../errors.ts';
import { segmentsOf } from '../profiles/combination-schema.ts';
import { findEntity, getEntity } from '../profiles/entities.ts';
import { type CombinedSegment, isCombined, type Profile, type SourceSegment } from '../profiles/schema.ts';

/** A segment with everything that it is made of, down to the segments that read data. */
export type SegmentTree = SourceSegment | SegmentCombination;

/** People of several segments; a list that asks for nothing is empty. */
export interface SegmentCombination {
  readonly name: string;
  readonly combine: {
    readonly key: string;
    readonly any: readonly SegmentTree[];
    readonly all: readonly SegmentTree[];
    readonly without: readonly SegmentTree[];
  };
}

/** Deep enough for any question; an engine that works out a part anew wherever it is used would take ever longer. */
export const MOST_LEVELS = 10;

export function isCombination(tree: SegmentTree): tree is SegmentCombination {
  return 'combine' in tree;
}

/**
 * Throws kind `configuration` where a name leads nowhere, or a segment is made of itself or of too many levels. What
 * is part of several is the same object in all of them.
 */
export function getSegmentTree(profile: Profile, name: string): SegmentTree {
  const problem = nestingProblem(profile, name);
  if (problem !== undefined) throw configurationError(problem, 'Change what the segment is made of.');
  const made = new Map<string, SegmentTree>();
  const treeOf = (each: string): SegmentTree => {
    const known = made.get(each);
    if (known !== undefined) return known;
    const segment = getEntity(profile, 'segment', each);
    const tree = isCombined(segment) ? combinationOf(segment) : segment;
    made.set(each, tree);
    return tree;
  };
  const combinationOf = ({ name: own, combine }: CombinedSegment): SegmentCombination => {
    const { key, any = [], all = [], without = [] } = combine;
    const trees = (names: readonly string[]) => [...new Set(names)].map(treeOf);
    return { name: own, combine: { key, any: trees(any), all: trees(all), without: trees(without) } };
  };
  return treeOf(name);
}

/** Undefined where there is no such segment, or it can't be taken apart. */
export function findSegmentTree(profile: Profile, name: string): SegmentTree | undefined {
  try {
    return getSegmentTree(profile, name);
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

/** Why a segment can't be taken apart, in a sentence: it leads back to itself, or doesn't end soon enough. */
export function nestingProblem(profile: Profile, name: string): string | undefined {
  const depths = new Map<string, number>();
  /** How many levels there are from here down; the names of a circle where it has no end. */
  const look = (each: string, above: readonly string[]): number | readonly string[] => {
    if (above.includes(each)) return [...above.slice(above.indexOf(each)), each];
    const known = depths.get(each);
    if (known !== undefined) return known;
    const segment = findEntity(profile, 'segment', each);
    let depth = 0;
    for (const part of segment !== undefined && isCombined(segment) ? segmentsOf(segment.combine) : []) {
      const below = look(part, [...above, each]);
      if (typeof below !== 'number') return below;
      depth = Math.max(depth, below + 1);
    }
    depths.set(each, depth);
    return depth;
  };
  const found = look(name, []);
  if (typeof found !== 'number') {
    return `Segment "${name}" is made of itself: ${found.map((each) => `"${each}"`).join(' → ')}.`;
  }
  return found > MOST_LEVELS
    ? `Segment "${name}" is made of segments of segments, more than ${MOST_LEVELS} levels deep.`
    : undefined;
}

/** The segments that read data, each once. */
export function leavesOf(trees: readonly SegmentTree[]): readonly SourceSegment[] {
  const seen = new Set<SegmentTree>(trees);
  // The set grows while it is walked.
  for (const tree of seen) {
    if (!isCombination(tree)) continue;
    const { any, all, without } = tree.combine;
    for (const part of [...any, ...all, ...without]) seen.add(part);
  }
  const leaves = [...seen].flatMap((tree) => (isCombination(tree) ? [] : [tree]));
  return [...new Map(leaves.map((leaf) => [leaf.name, leaf])).values()];
}

/**
 * The segments whose rows a combination has: those under `any`; without them the first under `all`, because everybody
 * who is in all of them is in that one.
 */
export function rowGivers({ combine: { any, all } }: SegmentCombination): readonly SegmentTree[] {
  return any.length > 0 ? any : all.slice(0, 1);
}

/** The segments that somebody has to be in besides. */
export function restrictions({ combine: { any, all } }: SegmentCombination): readonly SegmentTree[] {
  return any.length > 0 ? all : all.slice(1);
}
