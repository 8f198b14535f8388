import type { ReactNode } from 'react';
import { checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { TextField } from '../../components/text-field.tsx';

interface Described {
  readonly description: string;
}

/** What of a page's props it needs; every form has a description. */
export interface DescriptionPageProps {
  readonly answers: Described;
  readonly note: (answers: Described) => void;
  readonly answer: (answers: Described) => void;
}

/** A line for colleagues, in every form that sets something up. */
export function DescriptionPage({ answers, note, answer }: DescriptionPageProps): ReactNode {
  return (
    <TextField
      label="Description"
      placeholder="who it belongs to, what it is for"
      note="Leave it empty for none."
      initialValue={answers.description}
      validate={checkOptionalLine}
      onChange={(description) => note({ description })}
      onSubmit={(description) => answer({ description })}
    />
  );
}
