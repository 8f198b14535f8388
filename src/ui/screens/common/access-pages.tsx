import type { ReactNode } from 'react';
import type { Destination, Template } from '../../../core/profiles/schema.ts';
import {
  accessForUses,
  accessWithMarks,
  DESTINATION_MARKS,
  destinationMarks,
  templateUses,
  usesOf,
} from '../../../wizard/journeys/common/access.ts';
import { MultiChoice } from '../../components/multi-choice.tsx';

interface AccessPageProps<Access> {
  readonly answers: { readonly access: Access };
  readonly answer: (answers: { readonly access: Access }) => void;
}

/** Who may use a destination, by what it is marked with. */
export function DestinationAccessPage({
  answers,
  answer,
}: AccessPageProps<Destination['access']>): ReactNode {
  return (
    <MultiChoice
      label="Who may use it? Everyone who may see personal data, unless marked."
      items={DESTINATION_MARKS}
      initialIds={destinationMarks(answers.access)}
      atLeast={0}
      onSubmit={(marks) => answer({ access: accessWithMarks(marks) })}
    />
  );
}

/** What a template for audiences may be used for. */
export function AudienceTemplateAccessPage(props: AccessPageProps<Template['access']>): ReactNode {
  return <TemplateAccessPage {...props} kind="audience" />;
}

/** What a template for events may be used for: never campaigns. */
export function EventsTemplateAccessPage(props: AccessPageProps<Template['access']>): ReactNode {
  return <TemplateAccessPage {...props} kind="events" />;
}

interface TemplateAccessPageProps extends AccessPageProps<Template['access']> {
  readonly kind: Destination['kind'];
}

function TemplateAccessPage({ answers, answer, kind }: TemplateAccessPageProps): ReactNode {
  return (
    <MultiChoice
      label="What is this template for?"
      items={templateUses(kind)}
      initialIds={usesOf(answers.access, kind)}
      atLeast={0}
      onSubmit={(uses) => answer({ access: accessForUses(uses, kind) })}
    />
  );
}
