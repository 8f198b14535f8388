import type { Summary } from '../../../core/delivery/events.ts';
import { formatAmount, formatCount, listed } from '../../../core/wording.ts';
import type { Bucket } from './result.ts';

/** Over: nothing more is going to be sent in this run. */
function isOver({ outcome }: Partial<Pick<Summary, 'outcome'>>): boolean {
  return outcome === 'completed' || outcome === 'alert';
}

/**
 * What became of the events, in one line. Events that are still pending when a run is over were held back:
 * they were sent once, never answered, and must not be counted twice.
 */
export function eventChangesOf(
  summary: Pick<Summary, 'delivery'> & Partial<Pick<Summary, 'rows' | 'outcome'>>,
  isTest: boolean,
): string {
  const { delivered = 0, alreadyDelivered = 0, refused = 0 } = summary.delivery;
  if (isTest) {
    return `Test events: ${listed([`${formatCount(delivered)} taken by TikTok`, `${formatCount(refused)} refused`])}; none is counted`;
  }
  const heldBack = isOver(summary) ? (summary.rows?.pending ?? 0) : 0;
  return `Events: ${listed([
    `${formatCount(delivered)} delivered`,
    `${formatCount(alreadyDelivered)} delivered before`,
    `${formatCount(refused)} refused`,
    ...(heldBack === 0 ? [] : [`${formatCount(heldBack)} held back`]),
  ])}`;
}

/** Where every row went; the counts add up to the rows read. Empty buckets are left out, but for the first. */
export function eventBucketsOf(
  summary: Pick<Summary, 'rows'> & Partial<Pick<Summary, 'outcome'>>,
  isTest: boolean,
): readonly Bucket[] {
  const { rows } = summary;
  const buckets: readonly Bucket[] = [
    {
      label: isTest ? 'sent as test events, not counted' : 'sent and confirmed by TikTok',
      count: rows.sent,
    },
    { label: 'delivered before, not sent again', count: rows.unchanged },
    { label: 'the same as another row of its event', count: rows.duplicate },
    { label: 'that make no event that can be sent', count: rows.rejected },
    { label: 'refused by TikTok', count: rows.refused },
    { label: 'joined with another row of its event', count: rows.merged },
    {
      label: isOver(summary) ? 'held back: sent before, never answered' : 'not sent yet',
      count: rows.pending,
    },
  ];
  return buckets.filter(({ count }, index) => index === 0 || count > 0);
}

/** What a person should know after events were delivered. TikTok's help: visible within a day, 28 and 7 days. */
export function eventExpectations(isTest: boolean): readonly string[] {
  if (isTest) {
    return [
      'TikTok shows them at once in Events Manager, on the page Test Events.',
      'Test events are not counted, and are not remembered here as delivered.',
    ];
  }
  return [
    'TikTok shows events within 24 hours, in Ads Manager under Assets → Events.',
    'It credits them to ads clicked in the last 28 days or seen in the last 7.',
  ];
}

/** The outcome of a rehearsal; its events never count as delivered. */
export function testSentenceOf({ outcome, delivery }: Summary): string {
  const taken = formatAmount(delivery.delivered ?? 0, 'test event');
  if (outcome === 'completed') return `TikTok took ${taken}; the real ones are still to be sent.`;
  if (outcome === 'alert') return `TikTok took ${taken} and refused ${formatCount(delivery.refused ?? 0)}.`;
  return `TikTok took ${taken} before the run ended.`;
}
