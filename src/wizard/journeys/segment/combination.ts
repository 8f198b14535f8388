import {
  type Combination,
  combinationInWords,
  segmentsOf,
} from '../../../core/profiles/combination-schema.ts';
import { dependentsOf } from '../../../core/profiles/entities.ts';
import type { CombinedSegment, Profile, Segment } from '../../../core/profiles/schema.ts';
import {
  getSegmentTree,
  isCombination,
  type SegmentCombination,
} from '../../../core/segments/segment-tree.ts';
import { formatAmount } from '../../../core/wording.ts';

/** Whose people a segment has that is made of other segments. */
export interface CombinationAnswers {
  /** Empty until one is chosen or proposed. */
  readonly key: string;
  readonly any: readonly string[];
  /** The first one gives the rows where nothing stands under `any`. */
  readonly all: readonly string[];
  readonly without: readonly string[];
}

export type CombinationList = 'any' | 'all' | 'without';

export const EMPTY_COMBINATION: CombinationAnswers = { key: '', any: [], all: [], without: [] };

export function combinationAnswers({
  key,
  any = [],
  all = [],
  without = [],
}: Combination): CombinationAnswers {
  return { key, any, all, without };
}

export function toCombination({ key, any, all, without }: CombinationAnswers): Combination {
  return {
    key,
    ...(any.length === 0 ? {} : { any: [...any] }),
    ...(all.length === 0 ? {} : { all: [...all] }),
    ...(without.length === 0 ? {} : { without: [...without] }),
  };
}

/** Every segment that is named, each once. */
export function chosenSegments(combination: CombinationAnswers): readonly string[] {
  return segmentsOf(combination);
}

/** A list with other names; whoever is left out isn't in, and the other way round. */
export function withList(
  combination: CombinationAnswers,
  list: CombinationList,
  names: readonly string[],
): CombinationAnswers {
  const others = (own: readonly string[]) => own.filter((name) => !names.includes(name));
  const { any, all, without } = combination;
  switch (list) {
    case 'without':
      return { ...combination, any: others(any), all: others(all), without: names };
    case 'any':
      return { ...combination, any: names, without: others(without) };
    case 'all':
      // The one that gives the rows stays the first.
      return {
        ...combination,
        all: [
          ...all.slice(0, 1).filter((first) => names.includes(first)),
          ...names.filter((name) => name !== all[0]),
        ],
        without: others(without),
      };
  }
}

/** With this one's rows; it is one of `all`. */
export function withRowsOf(combination: CombinationAnswers, name: string): CombinationAnswers {
  return { ...combination, all: [name, ...combination.all.filter((each) => each !== name)] };
}

/** The segments among which there is a choice whose rows are sent; none where that follows from the lists. */
export function rowChoices({ any, all }: CombinationAnswers): readonly string[] {
  return any.length === 0 && all.length > 1 ? all : [];
}

/** What a segment can be made of: every other one that isn't made of it. */
export function candidates(profile: Profile, name: string): readonly Segment[] {
  const made = dependentsOf(profile, { kind: 'segment', name }).filter(({ kind }) => kind === 'segment');
  return profile.segments.filter(
    (segment) => segment.name !== name && !made.some((dependent) => dependent.name === segment.name),
  );
}

export function checkCombination({ key, any, all }: CombinationAnswers): string | undefined {
  if (any.length === 0 && all.length === 0) return 'At least one segment has to be in.';
  return key === '' ? 'A column that tells people apart is needed.' : undefined;
}

export function combinedInWords(combination: CombinationAnswers): string {
  const { key } = combination;
  return `${combinationInWords(combination)}${key === '' ? '' : `, by ${key}`}`;
}

/** A combination that isn't saved yet, with what it is made of; throws kind `configuration` where that can't be. */
export function combinationTree(profile: Profile, segment: CombinedSegment): SegmentCombination | undefined {
  const segments = [...profile.segments.filter(({ name }) => name !== segment.name), segment];
  const tree = getSegmentTree({ ...profile, segments }, segment.name);
  return isCombination(tree) ? tree : undefined;
}

/** What is told of rows of which nobody knows whom they are about. */
export function strayRowsInWords(count: number, key: string): string {
  return `${formatAmount(count, 'row has', 'rows have')} no ${key}: left out.`;
}

/** What is told of rows that aren’t in any count or sample. */
export function unreadableInWords(count: number): string {
  return `${formatAmount(count, 'row')} can’t be read: left out.`;
}
