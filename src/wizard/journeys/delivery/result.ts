import type { AudienceReference, Outcome, Summary } from '../../../core/delivery/events.ts';
import { testFindings } from '../../../core/delivery/test-audience.ts';
import { MINIMUM_AUDIENCE_SIZE } from '../../../core/delivery/warnings.ts';
import { EXIT_CODES, exitCodeOf } from '../../../core/remedies/exit-codes.ts';
import type { Fault } from '../../../core/remedies/faults.ts';
import { formatAmount, formatCount, listed } from '../../../core/wording.ts';
import { eventBucketsOf, eventChangesOf, eventExpectations, testSentenceOf } from './events-result.ts';

/** How a run ended, for a person: a word that can't be taken for another, and a sentence. */
export interface ResultWords {
  readonly kind: 'success' | 'warning' | 'error' | 'info';
  readonly title: string;
  readonly sentence: string;
}

const TITLES: Readonly<Record<Outcome, Pick<ResultWords, 'kind' | 'title'>>> = {
  completed: { kind: 'success', title: 'Completed' },
  alert: { kind: 'warning', title: 'Done, with issues' },
  error: { kind: 'error', title: 'Not completed' },
  cancelled: { kind: 'info', title: 'Stopped' },
};

/** The outcome in words. Done, done with issues, failed and stopped never sound alike. */
export function resultWords(summary: Summary, isRehearsal = false): ResultWords {
  const sentence =
    summary.eventSource === undefined || !isRehearsal ? sentenceOf(summary) : testSentenceOf(summary);
  return { ...TITLES[summary.outcome], sentence };
}

function sentenceOf({ outcome, rows, delivery }: Summary): string {
  const changed = (delivery.added ?? 0) + (delivery.removed ?? 0) + (delivery.delivered ?? 0);
  switch (outcome) {
    case 'completed':
      return changed === 0
        ? 'Everything was there already; nothing had to be sent.'
        : 'TikTok confirmed everything that was sent.';
    case 'alert':
      return rows.refused > 0
        ? `TikTok refused ${formatAmount(rows.refused, 'row')} for good; the others were confirmed.`
        : 'TikTok confirmed what was sent, but it isn’t all that was asked; the warnings say why.';
    case 'error':
    case 'cancelled':
      return changed === 0
        ? 'TikTok confirmed nothing in this run.'
        : `TikTok confirmed a part; ${formatAmount(rows.pending, 'row')} ${rows.pending === 1 ? 'is' : 'are'} still to be sent.`;
  }
}

/** One place where rows ended. */
export interface Bucket {
  readonly label: string;
  readonly count: number;
}

/** Where every row went; the counts add up to the rows read. Empty buckets are left out, but for the first. */
export function bucketsOf(
  summary: Pick<Summary, 'rows' | 'eventSource'> & Partial<Pick<Summary, 'outcome'>>,
  isRehearsal = false,
): readonly Bucket[] {
  const { rows } = summary;
  if (summary.eventSource !== undefined) return eventBucketsOf(summary, isRehearsal);
  const buckets: readonly Bucket[] = [
    { label: 'sent and confirmed by TikTok', count: rows.sent },
    { label: 'there already, unchanged', count: rows.unchanged },
    { label: 'in a control group, never sent', count: rows.control ?? 0 },
    { label: 'same person as an earlier row', count: rows.duplicate },
    { label: 'without anything that can be used', count: rows.rejected },
    { label: 'refused by TikTok', count: rows.refused },
    { label: 'joined with another row', count: rows.merged },
    { label: 'not sent yet', count: rows.pending },
  ];
  return buckets.filter(({ count }, index) => index === 0 || count > 0);
}

/** What happened to the audience's identifiers, or to the events, in one line. */
export function changesOf(
  summary: Pick<Summary, 'delivery'> & Partial<Pick<Summary, 'rows' | 'outcome'>>,
  isRehearsal = false,
): string {
  const { delivery } = summary;
  if (delivery.delivered !== undefined) return eventChangesOf(summary, isRehearsal);
  return `Identifiers: ${listed([
    `${formatCount(delivery.added ?? 0)} added`,
    `${formatCount(delivery.removed ?? 0)} removed`,
    `${formatCount(delivery.unchanged ?? 0)} unchanged`,
  ])}`;
}

/** What a person should know after a delivery; nothing where nothing was delivered. */
export function expectationsOf(summary: Summary, isRehearsal = false): readonly string[] {
  if (summary.outcome === 'error' || summary.outcome === 'cancelled') return [];
  if (summary.eventSource !== undefined) return eventExpectations(isRehearsal);
  const findings = testFindings(summary);
  if (findings.length > 0) return findings;
  if (targetOf(summary) === '') return [];
  return [
    'TikTok can take up to 48 hours until a change shows.',
    `An ad group can use the audience from ${formatCount(MINIMUM_AUDIENCE_SIZE)} matched members on.`,
    'It is in TikTok Ads Manager under Assets → Audiences.',
    'Keep it stable while an ad group learns (about 50 conversions).',
  ];
}

/**
 * The lines that stay in the terminal after the wizard: what happened, and the next command. Of the demo
 * nothing is kept, so that no command could go on with it.
 */
export function exitLines(summary: Summary, isDemo: boolean, isRehearsal = false): readonly string[] {
  const { run, outcome } = summary;
  const { title } = resultWords(summary);
  const isOver = outcome === 'completed' || outcome === 'alert';
  const next = isOver ? `Details: tada runs show ${run}` : `Go on with: tada runs resume ${run}`;
  return [
    `${[title, targetOf(summary)].filter((part) => part !== '').join(': ')}.`,
    `${changesOf(summary, isRehearsal)}.`,
    isDemo ? 'That was the simulator; nothing is kept.' : next,
  ];
}

/** Where the data went: the audience or the event source, with its id; of a campaign every audience. */
export function targetOf({
  audience,
  eventSource,
  groups = [],
}: Pick<Summary, 'audience' | 'eventSource' | 'groups'>): string {
  if (eventSource !== undefined) {
    return `${eventSource.kind === 'offline' ? 'event set' : 'pixel'} ${eventSource.id}`;
  }
  if (audience === undefined) {
    return groups
      .flatMap((group) => (group.audience === undefined ? [] : audienceInWords(group.audience)))
      .join('; ');
  }
  return audienceInWords(audience);
}

function audienceInWords(audience: AudienceReference): string {
  return `${audience.name} (${audience.id ?? 'no id yet'})${audience.created ? ', created' : ''}`;
}

/** The exit code that the same run would have ended `tada run` with. */
export function exitCodeAfter(outcome: Outcome, fault: Fault | undefined): number {
  switch (outcome) {
    case 'completed':
    case 'alert':
      return EXIT_CODES.done;
    case 'cancelled':
      return EXIT_CODES.interrupted;
    case 'error':
      return fault === undefined ? EXIT_CODES.bug : exitCodeOf(fault.kind);
  }
}
