import type { GroupSummary } from '../../../core/delivery/events.ts';
import { formatAmount, formatCount } from '../../../core/wording.ts';

/** `a: 181 people, +362 −0 identifiers`, with what is still to be sent or was refused. */
export function groupResultInWords({ name, control, people, rows, delivery, run }: GroupSummary): string {
  const who = `${name}: ${formatAmount(people, 'person', 'people')}`;
  if (control) return `${who}, control group, never sent`;
  const { added = 0, removed = 0 } = delivery;
  const parts = [
    run === undefined ? 'nothing sent' : `+${formatCount(added)} −${formatCount(removed)} identifiers`,
    ...(rows.pending === 0 ? [] : [`${formatAmount(rows.pending, 'row')} still to be sent`]),
    ...(rows.refused === 0 ? [] : [`${formatAmount(rows.refused, 'row')} refused by TikTok`]),
    ...(rows.rejected === 0 ? [] : [`${formatAmount(rows.rejected, 'row')} unusable`]),
  ];
  return `${who}, ${parts.join(', ')}`;
}
