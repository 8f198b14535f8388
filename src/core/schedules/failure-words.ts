import { remedyOf } from '../remedies/remedies.ts';
import type { ScheduledRun } from './state.ts';

/** Why a scheduled run failed, in a sentence; only the kind is remembered of it. */
export function failureInWords(kind: ScheduledRun['kind']): string {
  switch (kind) {
    case undefined:
      return 'Why is not known.';
    case 'usage':
    case 'configuration':
      return 'What is set up can’t be run as it is.';
    case 'forbidden-by-policy':
      return 'The access policy forbids it.';
    case 'unexpected':
      return 'An error in tada stopped it.';
    default:
      return remedyOf(kind).explanation;
  }
}
