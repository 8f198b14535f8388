import type { AudiencePlan } from '../../../core/audiences/plan.ts';
import { largeRemovalOf } from '../../../core/delivery/removal-stop.ts';
import { capitalised, formatAmount, listed } from '../../../core/wording.ts';
import type { AnyPreview, AudiencePreviewView } from './any-preview.ts';

/** Only to try: the first members to a separate audience, or all events as test events. */
export type Rehearsal =
  | { readonly kind: 'members'; readonly members: number }
  | { readonly kind: 'test-events'; readonly code: string };

/** What a person has to do before anything is sent. */
export type Consent =
  | { readonly kind: 'impossible'; readonly reason: string }
  /** One explicit yes. */
  | { readonly kind: 'confirm'; readonly question: string }
  /** Typing the audience's name; then up to this many percent of it may be removed. */
  | (TypedName & { readonly allowRemovalPercent: number });

/** For what takes more than a yes. */
export interface TypedName {
  readonly kind: 'type-name';
  readonly name: string;
  readonly question: string;
}

/** How much consent sending needs, by what it would do. */
export function consentFor(preview: AnyPreview, rehearsal?: Rehearsal): Consent {
  if (preview.plan.expected.rows.valid === 0) {
    return { kind: 'impossible', reason: 'No row has anything that can be sent; the preview says why.' };
  }
  const place = preview.environment === 'production' ? 'PRODUCTION' : `the ${preview.environment}`;
  if (preview.kind === 'events') {
    const { kind, id } = preview.eventSource;
    const events = formatAmount(preview.plan.expected.delivery.delivered, 'event');
    const target = `${kind === 'offline' ? 'the event set' : 'the pixel'} ${id} in ${place}`;
    return {
      kind: 'confirm',
      question:
        rehearsal?.kind === 'test-events'
          ? `Send ${events} as test events (${rehearsal.code}) to ${target}?`
          : `Send ${events} to ${target}?`,
    };
  }
  return consentForAudience(preview, rehearsal, place);
}

function consentForAudience(
  { plan, audienceName }: AudiencePreviewView,
  rehearsal: Rehearsal | undefined,
  place: string,
): Consent {
  if (rehearsal?.kind === 'members') {
    const people = formatAmount(Math.min(rehearsal.members, plan.expected.rows.unique), 'member');
    return {
      kind: 'confirm',
      question: `Send ${people} to a separate test audience of “${audienceName}” in ${place}?`,
    };
  }
  const removal = largeRemovalOf(plan, audienceName);
  if (removal !== undefined) {
    return {
      kind: 'type-name',
      name: audienceName,
      question: `${removal.message} This happens in ${place}.`,
      allowRemovalPercent: removal.percent,
    };
  }
  return { kind: 'confirm', question: `${whatChanges(plan)} “${audienceName}” in ${place}?` };
}

function whatChanges(plan: AudiencePlan): string {
  const { added, removed } = plan.expected.delivery;
  const changes = [
    ...(added > 0 ? [`add ${formatAmount(added, 'identifier')}`] : []),
    ...(removed > 0 ? [`remove ${formatAmount(removed, 'identifier')}`] : []),
  ];
  if (changes.length === 0) return 'Everything is there already. Check again and send nothing to';
  const preposition = added > 0 ? (removed > 0 ? 'in' : 'to') : 'from';
  return `${capitalised(listed(changes))} ${preposition}`;
}
