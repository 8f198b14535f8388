import { describe, expect, it } from 'vitest';
import { EVENT_FIELD_NAMES } from '../../../src/core/events/fields.ts';
import { layOutEvents, missingNeeds } from '../../../src/core/events/layout.ts';

describe('the columns of an event', () => {
  it('are found by name without regard to case when the template names none', () => {
    const { layout, unknownColumns } = layOutEvents(
      undefined,
      ['EMAIL', 'Timestamp', 'event_set_id'],
      'offline',
    );
    expect(layout.email).toEqual([0]);
    expect(layout.timestamp).toEqual([1]);
    expect(layout.event_source_id).toEqual([2]);
    expect(layout.phone).toEqual([]);
    expect(unknownColumns).toEqual([]);
  });

  it('are found under TikTok names too', () => {
    const { layout } = layOutEvents(undefined, ['ttclid', 'ttp', 'user_agent', 'url', 'referrer'], 'web');
    expect([
      layout.tiktok_click_id,
      layout.cookie_id,
      layout.agent,
      layout.page_url,
      layout.referrer_url,
    ]).toEqual([[0], [1], [2], [3], [4]]);
  });

  it('that feed nothing are named with the field that was perhaps meant', () => {
    const { unknownColumns } = layOutEvents(undefined, ['email', 'curency', 'customer_mood'], 'offline');
    expect(unknownColumns).toEqual([
      { name: 'curency', nearest: 'currency' },
      { name: 'customer_mood', nearest: undefined },
    ]);
  });

  it('are taken from the template, in its order of preference', () => {
    const { layout } = layOutEvents({ email: ['best_email', 'EMAIL2'] }, ['email2', 'best_email'], 'offline');
    expect(layout.email).toEqual([1, 0]);
  });

  it('that the template names in vain are told, fields and columns alike', () => {
    const report = layOutEvents({ emial: ['a'], phone: ['phnoe'] }, ['a', 'phone'], 'offline');
    expect(report.unknownFields).toEqual([{ name: 'emial', nearest: 'email' }]);
    expect(report.missingColumns).toEqual([{ name: 'phnoe', nearest: 'phone' }]);
  });

  it('that TikTok takes from the web only are not read for an offline set', () => {
    const columns = ['email', 'ip', 'external_id', 'page_url'];
    const offline = layOutEvents(undefined, columns, 'offline');
    expect(offline.unusedFields).toEqual(['ip', 'external_id', 'page_url']);
    expect(offline.layout.ip).toEqual([]);
    expect(offline.unknownColumns).toEqual([]);
    expect(layOutEvents(undefined, columns, 'web').unusedFields).toEqual([]);
  });

  it('have a place for every field', () => {
    const { layout } = layOutEvents(undefined, EVENT_FIELD_NAMES, 'web');
    expect(EVENT_FIELD_NAMES.map((field) => layout[field])).toEqual(
      EVENT_FIELD_NAMES.map((_, position) => [position]),
    );
  });

  it.each([
    ['offline', ['email', 'timestamp', 'event'], undefined, []],
    ['offline', ['phone', 'timestamp'], 'Purchase', []],
    ['offline', ['external_id', 'timestamp'], 'Purchase', ['person']],
    ['offline', [], undefined, ['person', 'timestamp', 'event']],
    ['web', ['external_id', 'timestamp', 'page_url', 'event'], undefined, []],
    ['web', ['email', 'timestamp', 'event'], undefined, ['page_url']],
  ] as const)('%s events of %j with the fixed name %s lack %j', (source, columns, fixed, missing) => {
    const { layout } = layOutEvents(undefined, columns, source);
    expect(missingNeeds(layout, source, fixed)).toEqual(missing);
  });
});
