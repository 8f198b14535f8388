import { useEffect, useRef } from 'react';
import type { TableInfo } from '../../../core/ports/sources.ts';
import { sqlName } from '../../../wizard/journeys/query/sql-names.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useTask } from '../common/use-task.ts';
import type { QueryPageProps } from './page-props.ts';

/**
 * Finds out what the tables and columns of a server are called, for completing them in the editor. When that
 * can't be found out, names are typed in full.
 */
export function useServerNames({ answers, note }: Pick<QueryPageProps, 'answers' | 'note'>): void {
  const { sources } = useServices();
  const { start } = useTask<readonly TableInfo[]>();
  const { server } = answers;
  const tell = useRef(note);
  tell.current = note;

  useEffect(() => {
    if (server === undefined) return;
    start(
      'Looking at the tables',
      async ({ signal }) => await sources.inspect(server, { signal }),
      (tables) => tell.current({ knownNames: namesOf(tables) }),
    );
  }, [sources, server, start]);
}

function namesOf(tables: readonly TableInfo[]): readonly string[] {
  const names = tables.flatMap(({ name, columns }) => [name, ...columns.map((column) => column.name)]);
  return [...new Set(names)].map(sqlName);
}
