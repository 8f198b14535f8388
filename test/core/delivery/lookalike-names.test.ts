import { expect, it } from 'vitest';
import type { EventRunSettings } from '../../../src/core/delivery/event-settings.ts';
import { warnAboutEvents } from '../../../src/core/delivery/event-warnings.ts';
import { eventsPreviewWith } from '../../ui/support/delivery-values.ts';

const SETTINGS = {
  orchestration: 'visits',
  destination: 'shop',
  advertiserIds: ['7654321098765432109'],
  events: { eventSource: 'web', eventSourceId: 'BU35TSQHT2A1QT375OMG', rules: {} },
  columns: undefined,
  batchSize: 1000,
  tables: {},
  sql: 'SELECT 1',
} as unknown as EventRunSettings;

function warningsFor(...names: readonly string[]): readonly string[] {
  const { staged } = eventsPreviewWith();
  return warnAboutEvents(
    { ...staged, unknownNames: [], names: names.map((name) => ({ name, events: 3 })) },
    SETTINGS,
  ).flatMap(({ code, message }) => (code === 'unknown-event-name' ? [message] : []));
}

it('a web event that is written nearly like one of TikTok’s goes out as a custom one, and that is told', () => {
  expect(warningsFor('purchase', 'AddtoCart', 'Purchase')).toEqual([
    'Sent as custom events, because no standard event of TikTok\'s is written like this: "purchase" (3 events; did you mean Purchase?), "AddtoCart" (3 events; did you mean AddToCart?). Event names are case-sensitive.',
  ]);
});

it('a custom name that is like none of TikTok’s is meant, and so is an older one', () => {
  expect(warningsFor('RoomBooked', 'CompletePayment')).toEqual([]);
});
