import type { ReactNode } from 'react';
import { describeSource } from '../../../core/profiles/source-tables.ts';
import { withFiles, withServerPlace } from '../../../wizard/journeys/query/query-form.ts';
import { Choice } from '../../components/choice.tsx';
import { visible } from '../../text/visible.ts';
import type { QueryPageProps } from '../query/page-props.ts';

/** Where the data is: in files here, or on a server, a known one first. */
export function PlacePage({ answers, answer }: QueryPageProps): ReactNode {
  const { place, known, asked } = answers;
  const items = [
    {
      id: 'files',
      label: 'In files on this machine',
      description: 'CSV, Parquet, JSON, Excel or a DuckDB file; it stays where it is.',
    },
    ...known.map((source, index) => ({
      id: `known ${index}`,
      label: `On ${visible(describeSource(source))}`,
      description: `As ${visible(source.user)}; another query reads from there.`,
    })),
    {
      id: 'server',
      label: `On ${known.length === 0 ? 'a' : 'another'} Trino or Presto server`,
      description: 'The query runs there; its rows are hashed here.',
    },
  ];
  const chosen = asked.saved === undefined ? -1 : known.indexOf(asked.saved);

  function choose(id: string): void {
    if (id === 'files') answer(withFiles(answers));
    else if (id === 'server') answer(withServerPlace(answers, undefined));
    else answer(withServerPlace(answers, known[Number(id.slice('known '.length))]));
  }

  return (
    <Choice
      label="Where is the data?"
      items={items}
      initialId={place === 'files' ? 'files' : chosen === -1 ? 'server' : `known ${chosen}`}
      onChoose={choose}
    />
  );
}
