import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { describeClock } from '../../../core/schedules/describe.ts';
import type { Schedule } from '../../../core/schedules/schema.ts';
import { zoneNames } from '../../../wizard/journeys/common/zone-names.ts';
import { checkCommand, commandLine } from '../../../wizard/journeys/orchestration/command-words.ts';
import {
  answerWhen,
  nextStarts,
  readWhen,
  type ScheduleAnswers,
} from '../../../wizard/journeys/orchestration/schedule-answers.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField, type Validation } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useServices } from '../../navigation/services-context.ts';

const NEXT_SHOWN = 5;

export interface WhenFieldProps {
  readonly label: string;
  readonly answers: ScheduleAnswers;
  /** As it is saved, if it is. */
  readonly saved: Schedule | undefined;
  /** What is said while nothing is typed. */
  readonly emptyNote: string;
  /** Milliseconds since 1970; starts before it aren't shown. */
  readonly from?: number | undefined;
  readonly validate: (when: string) => Validation;
  readonly onChange: (answers: ScheduleAnswers) => void;
  readonly onSubmit: (answers: ScheduleAnswers) => void;
}

/** When something runs, in words or as a cron expression; what that means is seen while it is typed. */
export function WhenField(props: WhenFieldProps): ReactNode {
  const { answers, saved, emptyNote, from = 0 } = props;
  const { schedules } = useServices();
  const [systemZone] = useState(() => schedules.systemZone());
  const [now] = useState(Date.now);
  const { timeZone, when } = answers;
  const said = (text: string) => answerWhen(text, { timeZone, saved }, systemZone);
  const starts = nextStarts(answers, systemZone, Math.max(now, from), NEXT_SHOWN);
  const zone = timeZone ?? systemZone;
  return (
    <>
      <TextField
        label={props.label}
        history="schedule"
        placeholder="every Monday 06:00"
        note={noteOn(when, zone, emptyNote)}
        initialValue={when}
        validate={props.validate}
        onChange={(text) => props.onChange(said(text))}
        onSubmit={(text) => props.onSubmit(said(text))}
      />
      <Box flexDirection="column" flexShrink={0} paddingLeft={2}>
        {starts.map((at) => (
          <Toned key={at}>{describeClock(at, zone)}</Toned>
        ))}
      </Box>
    </>
  );
}

/** What it means so far, or what is still missing. */
function noteOn(when: string, zone: string, emptyNote: string): string {
  const reading = readWhen(when);
  switch (reading.kind) {
    case 'by hand':
      return emptyNote;
    case 'not understood':
      return reading.problem;
    case 'timed':
      return [`${reading.cron}, on the clocks of ${zone}.`, reading.note]
        .filter((part) => part !== undefined)
        .join(' ');
  }
}

export interface TimeZoneFieldProps {
  /** Undefined: the machine's. */
  readonly timeZone: string | undefined;
  readonly onChoose: (timeZone: string) => void;
}

/** Whose clocks are meant. */
export function TimeZoneField({ timeZone, onChoose }: TimeZoneFieldProps): ReactNode {
  const { schedules } = useServices();
  const [systemZone] = useState(() => schedules.systemZone());
  const chosen = timeZone ?? systemZone;
  const [items] = useState(() =>
    zoneNames([systemZone, chosen]).map((name) => ({
      id: name,
      label: name,
      ...(name === systemZone ? { note: 'this machine’s' } : {}),
      description: `It runs by the clocks of ${name}, wherever it is installed.`,
    })),
  );
  return (
    <Choice
      label="Whose clocks are meant?"
      items={items}
      initialId={chosen}
      isFilterable
      placeholder="type a city"
      onChoose={onChoose}
    />
  );
}

export interface NotifyFieldProps {
  readonly notify: string | undefined;
  /** As it is saved, if it is. */
  readonly saved: readonly string[] | undefined;
  readonly onChange: (answers: { readonly notify: string }) => void;
  readonly onSubmit: (answers: { readonly notify: string }) => void;
}

/** What is started when a run fails that nobody watches. */
export function NotifyField({ notify, saved, onChange, onSubmit }: NotifyFieldProps): ReactNode {
  return (
    <TextField
      label="What is started when a scheduled run fails?"
      placeholder="mail-me ops"
      note="A program and its arguments, without a shell. Empty: nothing."
      initialValue={notify ?? commandLine(saved)}
      validate={checkCommand}
      onChange={(text) => onChange({ notify: text })}
      onSubmit={(text) => onSubmit({ notify: text })}
    />
  );
}
