import { describe, expect, it } from 'vitest';
import { ADVERTISER, connect, knownErrorOf } from './support/connect.ts';
import { no, ok } from './support/scripted-server.ts';

describe('event sets', () => {
  it('are listed with their ids as text', async () => {
    const set = { event_set_id: 7654321098765, name: 'stores', description: 'all', auto_tracking: true };
    const { tiktok, received } = await connect([ok({ event_set_list: [set, { event_set_id: '2' }] })]);
    expect((await tiktok.listEventSets(ADVERTISER)).data).toEqual([
      { id: '7654321098765', name: 'stores', description: 'all', autoTracking: true },
      { id: '2', name: '', description: undefined, autoTracking: undefined },
    ]);
    expect(received[0]).toMatchObject({ method: 'GET', path: '/offline/get/' });
  });

  it('may be none', async () => {
    const { tiktok } = await connect([ok({})]);
    expect((await tiktok.listEventSets(ADVERTISER)).data).toEqual([]);
  });

  it('are made with name, description and auto tracking', async () => {
    const { tiktok, received } = await connect([ok({ event_set_id: '77' })]);
    const eventSet = { name: 'stores', description: 'all', autoTracking: true };
    expect((await tiktok.createEventSet(ADVERTISER, eventSet)).data.id).toBe('77');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      advertiser_id: ADVERTISER,
      name: 'stores',
      description: 'all',
      auto_tracking: true,
    });
  });
});

describe('pixels', () => {
  it('are read to the last page, twenty at a time', async () => {
    const { tiktok, received } = await connect(({ query }) => {
      const page = Number(query.get('page'));
      const count = page === 3 ? 5 : 20;
      const pixels = Array.from({ length: count }, (_, index) => ({
        pixel_id: `${page}${index + 100}`,
        pixel_code: `C${page}${index}`,
        pixel_name: 'shop',
      }));
      return ok({ pixels, page_info: { page, page_size: 20, total_number: 45, total_page: 3 } });
    });
    const { data } = await tiktok.listPixels(ADVERTISER);
    expect(data).toHaveLength(45);
    expect(data[0]).toEqual({ id: '1100', code: 'C10', name: 'shop' });
    expect(received.map(({ query }) => query.get('page_size'))).toEqual(['20', '20', '20']);
  });

  it('without page numbers end with a page that is not full', async () => {
    const { tiktok, received } = await connect((_, index) => {
      const pixels = Array.from({ length: index === 0 ? 20 : 1 }, (__, pixel) => ({
        pixel_id: `${index}${pixel}`,
      }));
      return ok({ pixels });
    });
    expect((await tiktok.listPixels(ADVERTISER)).data).toHaveLength(21);
    expect(received).toHaveLength(2);
  });

  it('may be closed to an account that can report all the same', async () => {
    const { tiktok } = await connect([no(40001, 'No permission')]);
    expect((await knownErrorOf(tiktok.listPixels(ADVERTISER))).kind).toBe('missing-permission');
  });
});

describe('reporting events', () => {
  const data = '[{"event":"Purchase","event_id":"1","event_time":1700000000,"value":1e400}]';

  it('sends the events as they are, and no test event code', async () => {
    const { tiktok, received } = await connect([ok({})]);
    await tiktok.trackEvents({ eventSource: 'offline', eventSourceId: '7', data });
    expect(received[0]).toMatchObject({ method: 'POST', path: '/event/track/' });
    expect(received[0]?.body).toBe(`{"event_source":"offline","event_source_id":"7","data":${data}}`);
  });

  it('puts the test event code beside the events', async () => {
    const { tiktok, received } = await connect([ok({})]);
    await tiktok.trackEvents({
      eventSource: 'web',
      eventSourceId: 'CODE',
      data: '[]',
      testEventCode: 'TEST1',
    });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      event_source: 'web',
      event_source_id: 'CODE',
      test_event_code: 'TEST1',
      data: [],
    });
  });

  it('takes HTTP 401 with a limit for a limit, and with a token problem for that', async () => {
    const limited = await connect([no(40100, 'App reaches the QPS limit.', 401), ok({})]);
    await limited.tiktok.trackEvents({ eventSource: 'web', eventSourceId: 'C', data: '[]' });
    expect(limited.received).toHaveLength(2);
    const { tiktok } = await connect([no(40104, 'Access token is empty', 401)]);
    const error = await knownErrorOf(
      tiktok.trackEvents({ eventSource: 'web', eventSourceId: 'C', data: '[]' }),
    );
    expect(error.kind).toBe('invalid-credentials');
  });
});
