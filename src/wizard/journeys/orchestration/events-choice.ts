import type { EventSource } from '../../../core/events/settings.ts';
import type { EventsDestination, Template } from '../../../core/profiles/schema.ts';
import { checkName } from '../destination/events-names.ts';
import { checkSource } from '../destination/events-sources.ts';
import { columnsOfField } from '../template/events-mapping.ts';

/** Where the events of a template go, as far as it and its destination give it. */
export interface EventsChoice {
  readonly credential: string;
  readonly advertiserIds: readonly string[];
  readonly eventSource: EventSource;
  /** Undefined where both leave it open. */
  readonly eventSourceId: string | undefined;
  readonly fixedEventName: string | undefined;
  /** How rows name their events: by a column, by none, or nobody knows before the query runs. */
  readonly namedBy: 'column' | 'nothing' | 'perhaps a column';
}

export function eventsChoice(template: Template, destination: EventsDestination): EventsChoice {
  const { columns } = template;
  return {
    credential: destination.credential,
    advertiserIds: destination.advertiserIds,
    eventSource: destination.eventSource,
    eventSourceId: template.eventSourceId ?? destination.eventSourceId,
    fixedEventName: template.fixedEventName ?? destination.fixedEventName,
    namedBy:
      columns === undefined
        ? 'perhaps a column'
        : columnsOfField(columns, 'event').length > 0
          ? 'column'
          : 'nothing',
  };
}

/** Whether an event source is to be asked for: nothing else gives one, or this was given here before. */
export function asksForSource(events: EventsChoice | undefined, given: string | undefined): boolean {
  return events !== undefined && (events.eventSourceId === undefined || given !== undefined);
}

/** Whether an event name is to be asked for, likewise; rows that name their events need none. */
export function asksForEventName(events: EventsChoice | undefined, given: string | undefined): boolean {
  if (events === undefined) return false;
  return given !== undefined || (events.fixedEventName === undefined && events.namedBy !== 'column');
}

/** What is wrong with the event source given here; undefined when nothing is. */
export function checkEventSource(
  events: EventsChoice | undefined,
  given: string | undefined,
): string | undefined {
  if (events === undefined) return undefined;
  if ((given ?? events.eventSourceId) === undefined) {
    return 'Destination and template leave it open: an event source is needed.';
  }
  return checkSource(events.eventSource, given);
}

/** What is wrong with the event name given here; undefined when nothing is. */
export function checkFixedName(
  events: EventsChoice | undefined,
  given: string | undefined,
): string | undefined {
  if (events === undefined) return undefined;
  if ((given ?? events.fixedEventName) === undefined && events.namedBy === 'nothing') {
    return 'No column names the events: a name is needed.';
  }
  return checkName(given, events.eventSource);
}
