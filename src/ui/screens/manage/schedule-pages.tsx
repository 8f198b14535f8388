import type { ReactNode } from 'react';
import { checkWhen, timedOf } from '../../../wizard/journeys/orchestration/schedule-answers.ts';
import { NotifyField, TimeZoneField, WhenField } from '../common/schedule-fields.tsx';
import type { OrchestrationPageProps } from './orchestration-pages.tsx';

/** When an orchestration runs. */
export function WhenPage({ answers, note, answer }: OrchestrationPageProps): ReactNode {
  return (
    <WhenField
      label="When does it run?"
      answers={answers}
      saved={answers.saved?.schedule}
      emptyNote="Such as “every weekday 18:30”, or cron. Empty: by hand."
      validate={checkWhen}
      onChange={note}
      onSubmit={answer}
    />
  );
}

/** Whose clocks are meant. */
export function TimeZonePage({ answers, answer }: OrchestrationPageProps): ReactNode {
  return <TimeZoneField timeZone={answers.timeZone} onChoose={(timeZone) => answer({ timeZone })} />;
}

/** What tells of failures. */
export function NotifyPage({ answers, note, answer }: OrchestrationPageProps): ReactNode {
  return (
    <NotifyField
      notify={answers.notify}
      saved={timedOf(answers.saved?.schedule)?.notify}
      onChange={note}
      onSubmit={answer}
    />
  );
}
