import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableRequestId, scrub } from '../../../src/core/remedies/scrub.ts';

describe('a scrubbed message', () => {
  it.each([
    ['Invalid value for email: jane.doe+x@example.co.uk', 'Invalid value for email: [e-mail]'],
    ["o'brien@example.com, 'x@example.com'", "[e-mail], '[e-mail]'"],
    ['josé@bücher.example is not hashed', '[e-mail] is not hashed'],
    ['phone +1 (415) 555-0123 is invalid', 'phone [phone] is invalid'],
    ['phone (415) 555-0123 is invalid', 'phone [phone] is invalid'],
    ['phone 415-555-0123 is invalid', 'phone [phone] is invalid'],
    ['phone 06 12 34 56 78 is invalid', 'phone [phone] is invalid'],
    ['phone 14155550123 is invalid', 'phone [number] is invalid'],
    ['"phone":"+442071838750"', '"phone":"[phone]"'],
    ['ip 203.0.113.7', 'ip [ip]'],
    ['ip 2001:db8:0:0:0:0:0:1', 'ip [ip]'],
    ['ip 2001:db8::1', 'ip [ip]'],
    ['idfa EA7583CD-A667-48BC-B806-42ECB2B48606', 'idfa [device id]'],
    ['hash 848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f', 'hash [hidden]'],
    ['token act.Exa3mple12345Example!6453.va', 'token [hidden]'],
    ['{"access_token":"short","x":1}', '{"access_token":[hidden],"x":1}'],
    ['app_id=1&secret=s3cr3t&x=1', 'app_id=1&secret=[hidden]&x=1'],
    ['auth_code=abc state=1', 'auth_code=[hidden] state=1'],
    ['Authorization: Bearer abcdefgh12', 'Authorization: [hidden]'],
    ['email ann.lee%40example.com', 'email [e-mail]'],
    ['email ann.lee%2540example.com', 'email [e-mail]'],
    ['email ann.lee\\u0040example.com', 'email [e-mail]'],
    ['email ann.lee&#64;example.com, ann.lee&#x40;example.com', 'email [e-mail], [e-mail]'],
    ['email ann.lee＠example.com', 'email [e-mail]'],
    ['email a n n . l e e @ e x a m p l e . c o m is bad', 'email [hidden] is bad'],
    ['email YW5uQGEuZGU=', 'email [hidden]'],
    ['phone %2B12133734253', 'phone [phone]'],
    ['phone %252B1%2520%2528213%2529%2520373-4253', 'phone [phone]'],
    ['phone ＋１２１３３７３４２５３', 'phone [phone]'],
    ['phone KzEyMTMzNzM0MjUz', 'phone [hidden]'],
  ])('%s becomes %s', (text, clean) => {
    expect(scrub(text)).toBe(clean);
  });

  it.each([
    "The advertiser 7012345678901234567 doesn't exist or has been deleted.",
    'No permission to operate pixel code: BU35TSQHT2A1QT375OMG.',
    'Invalid value for data: length must be between 1 and 1000.',
    'Audience 888888888 was made on 2023-08-03 16:27:49.',
    'Batch.0.properties.contents.0.content_id: Not a valid string',
    'App reaches the QPS limit 20',
    'STATUS_PENDING_CONFIRM_MODIFY_FAILED_FOR_SOME_REASON',
    'Access token is incorrect or has been revoked.',
    'Only 100% of %d rows; see custom_audience_ids and file_signature.',
    'a or b, x = 1, 2, 3',
  ])('keeps "%s" as it is', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('has no terminal sequences, line breaks or characters that turn the direction', () => {
    expect(scrub('a\u001b[31mred\u001b[0m\u001b]8;;http://x\u0007b\r\nc\u202ed\u0000e')).toBe('aredb c d e');
  });

  it('is at most 500 characters long', () => {
    expect(scrub('word '.repeat(10_000))).toHaveLength(500);
  });

  it('has no half token at its end', () => {
    const token = `b${'a1'.repeat(40)}`;
    expect(scrub(`${' '.repeat(3990)}${token}`)).toBe('');
  });

  it('never holds an address or a number with a plus, wherever it stands', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.string(), fc.string(), (email, before, after) => {
        expect(scrub(`${before} ${email} ${after}`)).not.toContain(` ${email} `);
        expect(scrub(`${before} +14155550123 ${after}`)).not.toContain('4155550123');
      }),
    );
  });

  it('is made quickly from any text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'a',
          '1',
          '%25',
          'a ',
          '&#64;',
          'QUJD',
          '.',
          ':',
          '@',
          '+1',
          'a:',
          '1.',
          '(',
          'act.',
          '"secret":',
        ),
        (piece) => {
          expect(scrub(piece.repeat(20_000)).length).toBeLessThanOrEqual(500);
        },
      ),
    );
  });
});

describe('a request id', () => {
  it.each([
    ['202303141300390EF6F5D96D1798201C51', '202303141300390EF6F5D96D1798201C51'],
    [' test-request-id ', 'test-request-id'],
    [123, '123'],
    ['', undefined],
    ['two words', undefined],
    ['\u001b[31m', undefined],
    ['x'.repeat(129), undefined],
    [null, undefined],
    [{}, undefined],
  ])('%j reads as %j', (value, readable) => {
    expect(readableRequestId(value)).toBe(readable);
  });
});
