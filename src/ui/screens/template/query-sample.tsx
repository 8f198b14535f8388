import { type ReactNode, useState } from 'react';
import type { SampleRows } from '../../../core/ports/sources.ts';
import type { Query } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { SAMPLE_ROWS } from '../../../wizard/journeys/source/look.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Loaded } from '../common/loaded.tsx';

export interface QuerySampleProps<T> {
  readonly query: Query;
  readonly sql: string;
  readonly navigation: Navigation<'template'>;
  /** What is made of the sample. */
  readonly read: (sample: SampleRows) => T;
  readonly onBack: () => void;
  /** Gets what was read, and a way to change the query, after which it is run again. */
  readonly children: (value: T, changeQuery: () => void) => ReactNode;
}

/** A page about a query's columns: the query is run for a sample first, and changed where it can't be. */
export function QuerySample<T>(props: QuerySampleProps<T>): ReactNode {
  const { query, sql, navigation, read, onBack, children } = props;
  const { sources } = useServices();
  const [edition, setEdition] = useState(1);
  const { source } = query;

  function changeQuery(): void {
    navigation.open({ id: 'query', name: query.name }, () => setEdition((number) => number + 1));
  }

  return (
    <Loaded
      key={JSON.stringify([edition, source, sql])}
      label="Running the query for a sample"
      work={async ({ signal }) =>
        read(await sources.sample(sourceTables(source), sql, SAMPLE_ROWS, { signal }))
      }
      onBack={onBack}
      likelier={[{ id: 'query', label: 'Change the query' }]}
      onChoose={changeQuery}
    >
      {(value) => children(value, changeQuery)}
    </Loaded>
  );
}
