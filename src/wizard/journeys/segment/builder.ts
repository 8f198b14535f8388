import type { Condition, Filter } from '../../../core/segments/filter.ts';

/** Whether a row has to fit all conditions of a list or one of them. */
export type Match = 'all' | 'any';

/** A list of conditions inside the list; it holds no lists of its own. */
export interface ConditionGroup {
  readonly match: Match;
  readonly conditions: readonly Condition[];
}

export type FilterPart = Condition | ConditionGroup;

/** A filter in the shape in which it is built by hand: one list, with groups one level deep. */
export interface FilterBuilder {
  readonly match: Match;
  readonly parts: readonly FilterPart[];
}

/** Where a condition stands: in the list itself, or in the group at this position. */
export interface ConditionPlace {
  readonly group: number | undefined;
  /** Undefined for one that is about to be added. */
  readonly index: number | undefined;
}

export const EMPTY_BUILDER: FilterBuilder = { match: 'all', parts: [] };

export function isGroup(part: FilterPart): part is ConditionGroup {
  return 'conditions' in part;
}

function isCondition(part: FilterPart): part is Condition {
  return !isGroup(part);
}

/** A saved filter to be changed; undefined for one with `not` or with groups inside of groups. */
export function toBuilder(filter: Filter | undefined): FilterBuilder | undefined {
  if (filter === undefined) return EMPTY_BUILDER;
  if ('field' in filter) return { match: 'all', parts: [filter] };
  const list = listOf(filter);
  if (list === undefined) return undefined;
  const parts: FilterPart[] = [];
  for (const inner of list.filters) {
    if ('field' in inner) {
      parts.push(inner);
      continue;
    }
    const group = listOf(inner);
    const conditions = group?.filters.filter((each) => 'field' in each);
    if (group === undefined || conditions?.length !== group.filters.length) return undefined;
    parts.push({ match: group.match, conditions });
  }
  return { match: list.match, parts };
}

function listOf(filter: Filter): { readonly match: Match; readonly filters: readonly Filter[] } | undefined {
  if ('all' in filter) return { match: 'all', filters: filter.all };
  if ('any' in filter) return { match: 'any', filters: filter.any };
  return undefined;
}

/** The filter as it is saved; undefined, which is every row, where there is no condition. */
export function toFilter({ match, parts }: FilterBuilder): Filter | undefined {
  const filters = parts.map((part) => (isGroup(part) ? asFilter(part.match, part.conditions) : part));
  return filters.length === 0 ? undefined : asFilter(match, filters);
}

/** A list of one needs no word for how its conditions belong together. */
function asFilter(match: Match, filters: readonly Filter[]): Filter {
  const [first, ...others] = filters;
  if (first !== undefined && others.length === 0 && 'field' in first) return first;
  return match === 'all' ? { all: filters } : { any: filters };
}

/** The list itself, or one of its groups. A group that isn't there yet is empty, and of the other kind. */
export function listAt(builder: FilterBuilder, group: number | undefined): FilterBuilder {
  if (group === undefined) return builder;
  const part = builder.parts[group];
  return part !== undefined && isGroup(part)
    ? { match: part.match, parts: part.conditions }
    : { match: otherMatch(builder.match), parts: [] };
}

export function otherMatch(match: Match): Match {
  return match === 'all' ? 'any' : 'all';
}

export function conditionAt(builder: FilterBuilder, { group, index }: ConditionPlace): Condition | undefined {
  const part = index === undefined ? undefined : listAt(builder, group).parts[index];
  return part === undefined || isGroup(part) ? undefined : part;
}

/** With the condition at its place; a group begins with its first condition. */
export function putCondition(
  builder: FilterBuilder,
  { group, index }: ConditionPlace,
  condition: Condition,
): FilterBuilder {
  if (group === undefined) return { ...builder, parts: putAt(builder.parts, index, condition) };
  const { match, parts } = listAt(builder, group);
  const conditions = putAt(parts, index, condition).filter(isCondition);
  return { ...builder, parts: putAt(builder.parts, group, { match, conditions }) };
}

function putAt<Item>(items: readonly Item[], index: number | undefined, item: Item): readonly Item[] {
  return index === undefined || index >= items.length ? [...items, item] : items.with(index, item);
}

/** Without the condition; a group goes with its last one. */
export function removeCondition(builder: FilterBuilder, { group, index }: ConditionPlace): FilterBuilder {
  if (group === undefined) return { ...builder, parts: without(builder.parts, index) };
  const { match, parts } = listAt(builder, group);
  const conditions = without(parts, index).filter(isCondition);
  return {
    ...builder,
    parts:
      conditions.length === 0
        ? without(builder.parts, group)
        : builder.parts.with(group, { match, conditions }),
  };
}

export function removeGroup(builder: FilterBuilder, group: number): FilterBuilder {
  return { ...builder, parts: without(builder.parts, group) };
}

function without<Item>(items: readonly Item[], index: number | undefined): readonly Item[] {
  return items.filter((_, position) => position !== index);
}

/** With the list, or the group, matching the other way. */
export function turnMatch(builder: FilterBuilder, group: number | undefined): FilterBuilder {
  if (group === undefined) return { ...builder, match: otherMatch(builder.match) };
  const part = builder.parts[group];
  return part === undefined || !isGroup(part)
    ? builder
    : { ...builder, parts: builder.parts.with(group, { ...part, match: otherMatch(part.match) }) };
}
