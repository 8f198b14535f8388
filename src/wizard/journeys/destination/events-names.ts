import { checkEventName, EVENT_NAMES } from '../../../core/events/event-names.ts';
import type { EventSource } from '../../../core/events/settings.ts';

export interface EventNameItem {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly description: string;
}

/** The events TikTok takes from a source, each with what it is for, the present ones first. */
export function eventNameItems(source: EventSource): readonly EventNameItem[] {
  return EVENT_NAMES.filter(({ name }) => checkEventName(name, source).kind !== 'unknown').map(
    ({ name, purpose, legacy, replacedBy, revenue }) => ({
      id: name,
      label: name,
      note: purpose,
      description: [
        ...(legacy ? [replacedBy === undefined ? 'An older name.' : `The older name of ${replacedBy}.`] : []),
        ...(revenue ? ['Give it a value, for revenue reports.'] : []),
      ].join(' '),
    }),
  );
}

/** What can be said about a typed event name. */
export type NameVerdict =
  | { readonly kind: 'good' }
  | { readonly kind: 'problem'; readonly message: string }
  /** TikTok takes it, but it may be misspelt; a second Enter keeps it. */
  | { readonly kind: 'doubt'; readonly message: string };

/**
 * Judges an event name. Names are case-sensitive; TikTok takes names of one's own from the web only, and
 * counts them as events of their own.
 */
export function judgeEventName(name: string, source: EventSource): NameVerdict {
  const trimmed = name.trim();
  if (trimmed === '') return { kind: 'problem', message: 'A name is needed.' };
  const check = checkEventName(trimmed, source);
  switch (check.kind) {
    case 'standard':
    case 'legacy':
      return { kind: 'good' };
    case 'custom':
      return check.suggestion === undefined
        ? { kind: 'good' }
        : {
            kind: 'doubt',
            message: `Did you mean ${check.suggestion}? Enter again keeps it, as a custom event.`,
          };
    case 'unknown':
      return {
        kind: 'problem',
        message: `TikTok does not know it${check.suggestion === undefined ? '; offline events have TikTok’s own names only.' : `; did you mean ${check.suggestion}?`}`,
      };
  }
}

/** What is wrong with a name that was chosen before; undefined when nothing is. */
export function checkName(name: string | undefined, source: EventSource): string | undefined {
  if (name === undefined) return undefined;
  const verdict = judgeEventName(name, source);
  return verdict.kind === 'problem' ? verdict.message : undefined;
}
