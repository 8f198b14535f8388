import { maskEventField } from '../../../core/events/mask-event.ts';

/** The first event as it would be sent, as lines of JSON, with what it tells in the clear of a person masked. */
export function firstEventLines(json: string | undefined): readonly string[] {
  if (json === undefined) return [];
  return JSON.stringify(JSON.parse(json, maskEventField), null, 1).split('\n');
}
