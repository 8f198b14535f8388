import type { Rehearsal } from '../../../wizard/journeys/delivery/consent.ts';
import type { ReviewRow } from '../../../wizard/journeys/delivery/review.ts';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { visible } from '../../text/visible.ts';
import { fitTo, widthOf } from '../../text/width.ts';

/** Sizes of a test audience. */
const TEST_SIZES = [10, 100] as const;

/** An item is what is sent, or the answer with this id. */
export type ReviewItemId =
  | 'send'
  | 'test-events'
  | `test-${(typeof TEST_SIZES)[number]}`
  | `answer ${string}`;

export interface ReviewItemsOptions {
  readonly kind: 'audience' | 'events';
  readonly rows: readonly Pick<ReviewRow, 'id' | 'label' | 'value'>[];
  /** Why nothing can be sent at the moment. */
  readonly disabledBecause: string | undefined;
  /** Day of the last test audience that the destination took, such as `2026-11-22`. */
  readonly testedOn?: string | undefined;
}

/** Sending and its rehearsals first, then every answer. */
export function reviewItems(options: ReviewItemsOptions): readonly ChoiceItem<ReviewItemId>[] {
  const { rows } = options;
  const columns = Math.max(0, ...rows.map(({ label }) => widthOf(label)));
  const answers = rows.map(({ id, label, value }) => ({
    id: `answer ${id}` as const,
    label: `${fitTo(label, columns)}  ${visible(value)}`,
    description: `${visible(value)} (Enter to change)`,
  }));
  return [...sendingItems(options), ...answers];
}

function sendingItems({
  kind,
  disabledBecause,
  testedOn,
}: ReviewItemsOptions): readonly ChoiceItem<ReviewItemId>[] {
  const why = disabledBecause === undefined ? {} : { disabledBecause };
  const send: ChoiceItem<ReviewItemId> = {
    id: 'send',
    label: 'Send…',
    description: 'Asks once more before anything leaves. Or choose an answer to change it.',
    ...why,
  };
  if (kind === 'events') {
    return [
      send,
      {
        id: 'test-events',
        label: 'Send as test events first…',
        description: 'TikTok shows them under Test Events at once and doesn’t count them.',
        ...why,
      },
    ];
  }
  return [
    send,
    ...TEST_SIZES.map((size) => ({
      id: `test-${size}` as const,
      label: `Send a test audience of ${size} members first…`,
      ...(testedOn === undefined ? {} : { note: `tested ${testedOn}` }),
      description: 'A separate audience; the real one stays as it is.',
      ...why,
    })),
  ];
}

/** The test audience that an item stands for; undefined for the real thing. */
export function testAudienceOf(id: ReviewItemId): Rehearsal | undefined {
  const members = TEST_SIZES.find((size) => id === `test-${size}`);
  return members === undefined ? undefined : { kind: 'members', members };
}
