import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import { describeClock } from '../../../core/schedules/describe.ts';
import { zoneNames } from '../../../wizard/journeys/common/zone-names.ts';
import {
  answerWhen,
  checkWhen,
  nextStarts,
  readWhen,
} from '../../../wizard/journeys/orchestration/schedule-answers.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useServices } from '../../navigation/services-context.ts';
import type { OrchestrationPageProps } from './orchestration-pages.tsx';

const NEXT_SHOWN = 5;

/** When it runs, in words or as a cron expression; what that means is seen while it is typed. */
export function WhenPage({ answers, note, answer }: OrchestrationPageProps): ReactNode {
  const { schedules } = useServices();
  const [systemZone] = useState(() => schedules.systemZone());
  const [now] = useState(Date.now);
  const { timeZone, saved } = answers;
  const said = (when: string) => answerWhen(when, { timeZone, saved: saved?.schedule }, systemZone);
  const starts = nextStarts(answers, systemZone, now, NEXT_SHOWN);
  const zone = timeZone ?? systemZone;
  return (
    <>
      <TextField
        label="When does it run?"
        history="schedule"
        placeholder="every Monday 06:00"
        note={noteOn(answers.when, zone)}
        initialValue={answers.when}
        validate={checkWhen}
        onChange={(when) => note(said(when))}
        onSubmit={(when) => answer(said(when))}
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
function noteOn(when: string, zone: string): string {
  const reading = readWhen(when);
  switch (reading.kind) {
    case 'by hand':
      return 'Empty: by hand. Words or a cron expression.';
    case 'not understood':
      return reading.problem;
    case 'timed':
      return [`${reading.cron}, on the clocks of ${zone}.`, reading.note]
        .filter((part) => part !== undefined)
        .join(' ');
  }
}

/** Whose clocks are meant. */
export function TimeZonePage({ answers, answer }: OrchestrationPageProps): ReactNode {
  const { schedules } = useServices();
  const [systemZone] = useState(() => schedules.systemZone());
  const { timeZone = systemZone } = answers;
  const [items] = useState(() =>
    zoneNames([systemZone, timeZone]).map((name) => ({
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
      initialId={timeZone}
      isFilterable
      placeholder="type a city"
      onChoose={(zone) => answer({ timeZone: zone })}
    />
  );
}
