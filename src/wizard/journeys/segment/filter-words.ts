import type { Filter } from '../../../core/segments/filter.ts';
import { conditionInWords } from './condition-draft.ts';

/** A filter of any shape in one line, as `builderInWords` says those that are built here. */
export function filterInOneLine(filter: Filter): string {
  if ('field' in filter) return conditionInWords(filter);
  if ('not' in filter) return `not (${filterInOneLine(filter.not)})`;
  const [filters, word] = 'all' in filter ? [filter.all, ' and '] : [filter.any, ' or '];
  return filters
    .map((inner) =>
      'all' in inner || 'any' in inner ? `(${filterInOneLine(inner)})` : filterInOneLine(inner),
    )
    .join(word);
}

/** A filter of any shape as a list: a line for each condition, below what is asked of them, two columns further in. */
export function filterLines(filter: Filter, depth = 0): readonly string[] {
  const indent = '  '.repeat(depth);
  if ('field' in filter) return [`${indent}${conditionInWords(filter)}`];
  const { title, filters } = listOf(filter);
  return [`${indent}${title}:`, ...filters.flatMap((inner) => filterLines(inner, depth + 1))];
}

/** “None of these” is read more easily than “not any of these”. */
function listOf(filter: Exclude<Filter, { field: string }>): {
  readonly title: string;
  readonly filters: readonly Filter[];
} {
  if ('all' in filter) return { title: 'all of these', filters: filter.all };
  if ('any' in filter) return { title: 'any of these', filters: filter.any };
  const { not: turned } = filter;
  if ('any' in turned) return { title: 'none of these', filters: turned.any };
  if ('all' in turned) return { title: 'not all of these', filters: turned.all };
  return { title: 'not', filters: [turned] };
}
