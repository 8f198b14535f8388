import type { ReactNode } from 'react';
import { describeSource } from '../../../core/profiles/source-tables.ts';
import { checkNewName } from '../../../wizard/journeys/common/check-field.ts';
import { reviewRows } from '../../../wizard/journeys/common/form.ts';
import {
  withFile,
  withOwnFile,
  withOwnServer,
  withSegmentsOf,
  withSource,
} from '../../../wizard/journeys/segment/segment-answers.ts';
import { SEGMENT_FORM } from '../../../wizard/journeys/segment/segment-form.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import { FilePage as AnyFilePage } from '../source/file-page.tsx';
import type { SegmentPageProps } from './page-props.ts';

export function NamePage({ answers, note, answer }: SegmentPageProps): ReactNode {
  return (
    <TextField
      label="What is the segment called?"
      note="Such as “loyal customers”."
      initialValue={answers.name}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

/** Can't be the words for a saved source, which begin with a letter. */
const FILE = ' file';
const SEGMENTS = ' segments';
const SERVER = ' server';

export function SourcePage({ answers, answer }: SegmentPageProps): ReactNode {
  const { knownSources, from, combination, place, isDemo } = answers;
  const own = place === 'server' ? SERVER : FILE;
  const current = combination === undefined ? (from ?? own) : SEGMENTS;
  const hasSegments = answers.taken.length > 0;
  return (
    <Choice
      label="Which data are its rows from?"
      items={[
        { id: FILE, label: 'A file', description: 'CSV, Parquet, JSON, a workbook or a database file.' },
        ...knownSources.map((known) => ({
          id: known.from,
          label: `The data of the ${known.from}`,
          note: describeSource(known.source),
        })),
        ...(isDemo
          ? []
          : [
              {
                id: SERVER,
                label: 'A Trino or Presto server',
                description: 'Rows are picked there, and counted there; only those that fit are read here.',
              },
            ]),
        ...(hasSegments
          ? [
              {
                id: SEGMENTS,
                label: 'Other segments',
                description: 'People of several, put together or taken away from one another.',
              },
            ]
          : []),
      ]}
      initialId={current}
      onChoose={(id) => {
        const known = knownSources.find((each) => each.from === id);
        if (id === current) answer({});
        else if (id === SEGMENTS) answer(withSegmentsOf(answers));
        else if (id === SERVER) answer(withOwnServer(answers));
        else answer(known === undefined ? withOwnFile(answers) : withSource(known));
      }}
    />
  );
}

export function FilePage({ answers, answer, back }: SegmentPageProps): ReactNode {
  const { simulator } = useServices();
  return (
    <AnyFilePage
      label="Which file holds the people?"
      initialPath={answers.tables[0]?.files[0]}
      isProposing={simulator !== undefined}
      onPick={(path) => answer(withFile(answers, path))}
      onBack={back}
    />
  );
}

export function ReviewPage({ answers, edit, save, startOver }: SegmentPageProps): ReactNode {
  return (
    <AnswersReview
      label={`Segment ${answers.name.trim()}`}
      saveLabel="Save this segment"
      answers={reviewRows(SEGMENT_FORM, answers)}
      onSave={save}
      onStartOver={startOver}
      onEdit={edit}
    />
  );
}
