import type { FormStep } from '../common/form.ts';

/** Steps of every data template, whether for audiences or events. */

interface WithTarget {
  readonly target: { readonly name: string } | undefined;
  /** True where the set-up before has chosen it. */
  readonly isTargetGiven: boolean;
}

/** Where the rows go. */
export const DESTINATION_STEP: FormStep<'destination', WithTarget> = {
  id: 'destination',
  title: 'Destination',
  isSkipped: ({ isTargetGiven }) => isTargetGiven,
  check: ({ target }) => (target === undefined ? 'A destination is needed.' : undefined),
  inWords: ({ target }) => target?.name ?? 'none',
};

interface WithQuery {
  readonly query: string | undefined;
  readonly isQueryGiven: boolean;
  readonly saved: unknown;
}

/** A query whose columns are shown; a saved template has its columns already. */
export const QUERY_STEP: FormStep<'query', WithQuery> = {
  id: 'query',
  title: 'Query',
  isSkipped: ({ isQueryGiven }) => isQueryGiven,
  check: ({ query, saved }) =>
    query === undefined && saved === undefined ? 'A query is needed to show its columns.' : undefined,
};
