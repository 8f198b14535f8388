import { Box } from 'ink';
import { Fragment, type ReactNode } from 'react';
import { everyDay } from '../../../core/events/event-days.ts';
import type { EventsPreviewOf } from '../../../wizard/journeys/delivery/any-preview.ts';
import { valuesInWords } from '../../../wizard/journeys/delivery/event-days.ts';
import { firstEventLines } from '../../../wizard/journeys/delivery/first-event.ts';
import { eventFacts } from '../../../wizard/journeys/delivery/funnel.ts';
import { DayBars } from '../../components/day-bars.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { visible } from '../../text/visible.ts';
import { foldLines } from './request-text.ts';

/** What the events are: their names, values and times, whom they name, and the first one letter by letter. */
export function EventsPage({ preview }: { readonly preview: EventsPreviewOf }): ReactNode {
  const { columns } = useBodySize();
  const days = everyDay(preview.staged.days ?? []);
  const lines = foldLines(firstEventLines(preview.staged.firstEvent).map(visible), columns);
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      {eventFacts(preview).map(({ title, lines: facts }) => (
        <Fragment key={title}>
          <Box flexDirection="column" flexShrink={0}>
            <Toned isBold>{title}</Toned>
            {facts.map((line) => (
              <Box key={line} paddingLeft={2}>
                <Toned>{visible(line)}</Toned>
              </Box>
            ))}
          </Box>
          {title === 'Time' && days.length > 1 ? (
            <Box flexDirection="column" flexShrink={0}>
              <Toned isBold>By day (UTC), whatever was delivered before</Toned>
              <DayBars days={days} describe={valuesInWords} />
            </Box>
          ) : null}
        </Fragment>
      ))}
      {lines.length === 0 ? null : (
        <Box flexDirection="column" flexShrink={0}>
          <Toned isBold>The first event, as it would be sent</Toned>
          <Toned>{lines.join('\n')}</Toned>
        </Box>
      )}
    </Box>
  );
}
