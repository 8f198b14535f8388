import { type ReactNode, useState } from 'react';
import { sqlOf } from '../../../wizard/journeys/query/query-form.ts';
import type { QueryPageProps } from './page-props.ts';
import { SqlEditor } from './sql-editor.tsx';
import { SqlOverview } from './sql-overview.tsx';
import { useServerNames } from './use-server-names.ts';

/** The query: looked at first, and edited by those who want to. */
export function SqlPage(props: QueryPageProps): ReactNode {
  const [isEditing, setEditing] = useState(() => sqlOf(props.answers).trim() === '');
  useServerNames(props);
  return isEditing ? (
    <SqlEditor {...props} onClose={() => setEditing(false)} />
  ) : (
    <SqlOverview {...props} onEdit={() => setEditing(true)} />
  );
}
