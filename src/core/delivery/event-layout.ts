import { KnownError } from '../errors.ts';
import {
  type EventLayout,
  layOutEvents,
  type MissingNeed,
  missingNeeds,
  type UnknownName,
} from '../events/layout.ts';
import type { ColumnInfo } from '../ports/sources.ts';
import type { EventRunSettings } from './event-settings.ts';
import type { Warning } from './events.ts';

const NEEDS: Readonly<Record<MissingNeed, string>> = {
  person: 'a column that identifies people (email or phone; for web also external_id)',
  timestamp: 'a timestamp',
  page_url: 'a page_url (web events need the page)',
  event: 'an event name (a column `event`, or fixedEventName)',
};

/**
 * Finds the columns of each event field. Rejects with `query-failed` when the template names columns or
 * fields that don't exist, or when no event could ever be made of the columns there are.
 */
export function resolveEventLayout(
  settings: EventRunSettings,
  described: readonly ColumnInfo[],
): { readonly layout: EventLayout; readonly warnings: readonly Warning[] } {
  const names = described.map(({ name }) => name);
  const { eventSource, fixedEventName } = settings.events;
  const report = layOutEvents(settings.columns, names, eventSource);
  const wrong = [...report.missingColumns, ...report.unknownFields];
  if (wrong.length > 0) {
    throw new KnownError({
      kind: 'query-failed',
      message: `The template speaks of ${wrong.map(describeName).join(', ')}, which ${wrong.length === 1 ? 'is' : 'are'} not there. The query gives ${names.join(', ')}.`,
      hint: 'Change the template’s mapping or the query.',
    });
  }
  const missing = missingNeeds(report.layout, eventSource, fixedEventName);
  if (missing.length > 0) {
    const unknown =
      report.unknownColumns.length === 0
        ? ''
        : ` Not recognised: ${report.unknownColumns.map(describeName).join(', ')}.`;
    throw new KnownError({
      kind: 'query-failed',
      message: `The query lacks ${missing.map((need) => NEEDS[need]).join(' and ')}.${unknown}`,
      hint: 'Name the column with AS, for example SELECT order_datetime AS timestamp.',
    });
  }
  const warnings: Warning[] = [];
  if (report.unknownColumns.length > 0) {
    warnings.push({
      code: 'unknown-column',
      message: `Not sent, because no event field has the name: ${report.unknownColumns.map(describeName).join(', ')}.`,
    });
  }
  if (report.unusedFields.length > 0) {
    warnings.push({
      code: 'unknown-column',
      message: `TikTok takes ${report.unusedFields.join(', ')} for web events only; for offline events ${report.unusedFields.length === 1 ? 'it is' : 'they are'} left out.`,
    });
  }
  return { layout: report.layout, warnings };
}

function describeName({ name, nearest }: UnknownName): string {
  return nearest === undefined ? name : `${name} (did you mean ${nearest}?)`;
}
