import type { EventsPlan, StagedEvents } from '../events/plan.ts';
import { formatAmount, formatCount } from '../wording.ts';
import type { EventRunSettings } from './event-settings.ts';
import type { Warning } from './events.ts';
import { describeUnreadable, MOSTLY_EMPTY_SHARE } from './warnings.ts';

/** What the staged events say, whatever was delivered before. */
export function warnAboutEvents(staged: StagedEvents, settings: EventRunSettings): readonly Warning[] {
  const warnings: Warning[] = [];
  for (const { column, type, rows, empty, valid, constant } of staged.columns) {
    if (constant && rows > 1 && empty < rows) {
      const consequence = valid === 0 ? `and it is no usable ${type}` : 'which is one person';
      warnings.push({
        code: 'constant-column',
        message: `The column ${column} holds the same text in every row, ${consequence}. In SQL a name in single quotes, such as 'mc.email', is a text; the column is written without quotes: mc.email.`,
      });
    }
    if (rows > 0 && (rows - empty) / rows < MOSTLY_EMPTY_SHARE) {
      warnings.push({
        code: 'mostly-empty-column',
        message: `The column ${column} is empty in ${formatCount(empty)} of ${formatAmount(rows, 'row')}.`,
      });
    }
  }
  const noCountry = staged.columns.reduce((sum, { rejected }) => sum + (rejected['no-country'] ?? 0), 0);
  if (noCountry > 0 && settings.events.rules.defaultCountry === undefined) {
    warnings.push({
      code: 'no-default-country',
      message: `${formatAmount(noCountry, 'phone number has', 'phone numbers have')} no country code and can't be used. Choose the country they are from (default country) if they share one.`,
    });
  }
  const old = staged.rejected['too-old'] ?? 0;
  if (old > 0) {
    warnings.push({
      code: 'too-old-events',
      message: `${formatAmount(old, 'row is', 'rows are')} older than 28 days and held back: TikTok matches no ads to them. To send such rows all the same, change “Old events” of the destination (sendOldEvents).`,
    });
  }
  if (staged.oldEvents > 0) {
    warnings.push({
      code: 'too-old-events',
      message: `Older than 28 days: ${formatAmount(staged.oldEvents, 'event')}, sent because sendOldEvents is set; TikTok matches no ads to them.`,
    });
  }
  const future = staged.rejected['in-future'] ?? 0;
  if (future > 0) {
    warnings.push({
      code: 'future-events',
      message: `In the future, and held back: ${formatAmount(future, 'row')}. Check the time zone of the timestamps (${settings.events.timeZone ?? 'none is set, so UTC'}).`,
    });
  }
  if (staged.withoutRevenue > 0) {
    warnings.push({
      code: 'no-revenue',
      message: `Without a value, so left out of revenue reports: ${formatAmount(staged.withoutRevenue, 'event')}.`,
    });
  }
  if (staged.valueMismatches > 0) {
    warnings.push({
      code: 'value-mismatch',
      message: `In ${formatAmount(staged.valueMismatches, 'event')} the value is not the sum of price × quantity; the value given is sent.`,
    });
  }
  if (staged.unknownNames.length > 0) {
    const names = staged.unknownNames.map(
      ({ name, rows, nearest }) =>
        `"${name}" (${formatAmount(rows, 'row')}${nearest === undefined ? '' : `; did you mean ${nearest}?`})`,
    );
    warnings.push({
      code: 'unknown-event-name',
      message: `TikTok doesn't know the event ${names.join(', ')}. Event names are case-sensitive.`,
    });
  }
  const leftOut = Object.entries(staged.leftOut).map(
    ([field, times]) => `${field} ${formatCount(times ?? 0)}×`,
  );
  if (leftOut.length > 0) {
    warnings.push({
      code: 'left-out-values',
      message: `Values TikTok can't use are left out of their events: ${leftOut.join(', ')}.`,
    });
  }
  return [...warnings, ...describeUnreadable(staged.unreadable), ...(staged.notes ?? [])];
}

/** What the comparison with earlier deliveries says. */
export function warnAboutEventsPlan(plan: EventsPlan): readonly Warning[] {
  return warnAboutHeldBack(plan.heldBack);
}

/** Events that can be neither called delivered nor sent again. */
export function warnAboutHeldBack(events: number): readonly Warning[] {
  if (events === 0) return [];
  return [
    {
      code: 'unsettled-events',
      message: `${formatAmount(events, 'event')} were sent more than 47 hours ago without an answer. TikTok could not tell a second copy apart any more, so they are held back: whether they were counted shows in Events Manager.`,
    },
  ];
}
