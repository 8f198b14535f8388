import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseBody } from '../../../src/core/remedies/diagnose-body.ts';

const BODY =
  '{"code":40105,"message":"Access token is incorrect or has been revoked.","request_id":"20230804CEF3B42"}';
const MEANING = {
  type: 'fault',
  fault: {
    kind: 'invalid-credentials',
    code: 40105,
    message: 'Access token is incorrect or has been revoked.',
    requestId: '20230804CEF3B42',
  },
};

describe('a pasted answer', () => {
  it.each([
    ['alone', BODY],
    ['with spaces and lines', JSON.stringify(JSON.parse(BODY), null, 2)],
    ['in a log line', `2026-01-01 12:00:00 ERROR [client] {worker 3} answer: ${BODY} (attempt 2)`],
    ['after its HTTP head', `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${BODY}`],
    ['within an error', `{"error":{"kind":"x","body":${BODY}}}`],
    ['as text within JSON', JSON.stringify({ response: BODY })],
    [
      'as tada prints faults',
      '{"type":"fault","kind":"invalid-credentials","code":40105,"message":"Access token is incorrect or has been revoked.","requestId":"20230804CEF3B42"}',
    ],
    [
      'in words',
      'code: 40105, message: Access token is incorrect or has been revoked., request_id: 20230804CEF3B42'.replace(
        '., request',
        '."\n request',
      ),
    ],
    ['with its code as text', BODY.replace('40105', '"40105"')],
  ])('%s is understood', (_, text) => {
    expect(diagnoseBody(text)).toMatchObject(MEANING);
  });

  it('that succeeded is no fault', () => {
    expect(diagnoseBody('{"code":0,"message":"OK","request_id":"202308032127455B021E952"}')).toEqual({
      type: 'success',
      message: 'OK',
      requestId: '202308032127455B021E952',
    });
  });

  it('from a gateway is recognised by its page', () => {
    const page = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>…</body></html>';
    expect(diagnoseBody(page)).toMatchObject({
      type: 'fault',
      fault: { kind: 'tiktok-unavailable', code: 502, message: '502 Bad Gateway' },
    });
  });

  it('of HTTP alone goes by the status', () => {
    expect(diagnoseBody('HTTP/2 429')).toMatchObject({ fault: { kind: 'rate-limited', code: 429 } });
  });

  it('reads the path out of a URL that was copied too', () => {
    const text = `POST https://business-api.tiktok.com/open_api/v1.3/event/track/\n{"code":40118,"message":"Not in whitelist."}`;
    expect(diagnoseBody(text)).toMatchObject({ fault: { kind: 'missing-scope' } });
  });

  it('with HTTP 401 and 40100 is a rate limit, not a bad token', () => {
    expect(
      diagnoseBody('HTTP/1.1 401 Unauthorized\n\n{"code":40100,"message":"Too many requests"}'),
    ).toMatchObject({
      fault: { kind: 'rate-limited' },
    });
  });

  it('with personal data in it is shown without', () => {
    const body = '{"code":40002,"message":"Invalid value for email: jane@example.com"}';
    expect(diagnoseBody(body)).toMatchObject({ fault: { message: 'Invalid value for email: [e-mail]' } });
  });

  it.each(['', 'hello', '20230804CEF3B42', '{}', '{"a":1}', '[1,2]', '{"code":'])(
    '"%s" is nothing to go by',
    (text) => {
      expect(diagnoseBody(text).type).toBe('unreadable');
    },
  );

  it('of any kind gets an answer', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom('{', '}', '"', 'a', ':') })),
        (text) => {
          const diagnosis = diagnoseBody(text);
          expect(['fault', 'success', 'unreadable']).toContain(diagnosis.type);
        },
      ),
    );
  });
});
