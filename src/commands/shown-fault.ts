import type { DeliveryEvent } from '../core/delivery/events.ts';
import type { Fault } from '../core/remedies/faults.ts';

/** A fault as `--json` prints it: every key always there, null where there is nothing to say. */
export type ShownFault = Omit<Fault, 'code' | 'requestId'> & {
  readonly code: number | null;
  readonly requestId: string | null;
};

export function shownFault(fault: Fault): ShownFault {
  return { ...fault, code: fault.code ?? null, requestId: fault.requestId ?? null };
}

/** An event of a run as a line of JSON has it, with null for what isn't known (yet). */
export function shownEvent(event: DeliveryEvent): object {
  if (event.type === 'fault') return { ...event, ...shownFault(event) };
  if (event.type === 'progress') return { ...event, total: event.total ?? null };
  if (event.type === 'task' && event.fault !== undefined) {
    return { ...event, fault: shownFault(event.fault) };
  }
  return event;
}
