import { describe, expect, it } from 'vitest';
import { holdsSeveralAddresses } from '../../../src/core/identifiers/address-text.ts';
import { EMAIL_PATTERN } from '../../../src/core/identifiers/email.ts';
import { normaliseIdentifier } from '../../../src/core/identifiers/index.ts';
import { DEFAULT_RULES } from '../../../src/core/identifiers/types.ts';

function read(value: string | null): string | undefined {
  const result = normaliseIdentifier('EMAIL', value, DEFAULT_RULES);
  return result.valid ? result.normalised : result.reason;
}

const LOCAL_64 = 'a'.repeat(64);

describe('an e-mail address', () => {
  it.each([
    ['jane@example.com', 'jane@example.com'],
    ['  Jane@Example.COM\r\n', 'jane@example.com'],
    ['\ufeffjane@example.com', 'jane@example.com'],
    ['\u00a0jane@example.com\u200b', 'jane@example.com'],
    ['\u202ajane@example.com\u202c', 'jane@example.com'],
    ['<jane@example.com>', 'jane@example.com'],
    ['"jane@example.com"', 'jane@example.com'],
    ['“jane@example.com”', 'jane@example.com'],
    ['„jane@example.com“', 'jane@example.com'],
    ['‘jane@example.com’', 'jane@example.com'],
    ['«jane@example.com»', 'jane@example.com'],
    ["' jane@example.com '", 'jane@example.com'],
    ["'jane@example.com", 'jane@example.com'],
    ["o'hara@example.ie", "o'hara@example.ie"],
    ['jane+news@example.co.uk', 'jane+news@example.co.uk'],
    ['jane_doe-1@sub.example.museum', 'jane_doe-1@sub.example.museum'],
    ['1@1.io', '1@1.io'],
    ['user@xn--mnchen-3ya.de', 'user@xn--mnchen-3ya.de'],
    ['user@münchen.de', 'user@münchen.de'],
    ['用户@例子.中国', '用户@例子.中国'],
    ['taro..yamada.@docomo.ne.jp', 'taro..yamada.@docomo.ne.jp'],
    [`${LOCAL_64}@example.com`, `${LOCAL_64}@example.com`],
    ['Jane Doe <jane@example.com>', 'jane@example.com'],
    ['"Doe, Jane" <Jane@Example.com>', 'jane@example.com'],
    ['jane@example.com <jane@example.com>', 'jane@example.com'],
    ['jane@example.com (Jane)', 'jane@example.com'],
    ['Jane [mailto:jane@example.com]', 'jane@example.com'],
    ['["jane@example.com"]', 'jane@example.com'],
    ['MAILTO:jane@example.com?subject=Hello', 'jane@example.com'],
    ['="jane@example.com"', 'jane@example.com'],
    ['jane@example.com.', 'jane@example.com'],
    ['jane@example.com; ', 'jane@example.com'],
    ['jane\u200b@exam\u00adple.com', 'jane@example.com'],
    ['ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'jane@example.com'],
  ])('%j is read as %j', (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  it.each([
    'n/a',
    'unknown',
    'null',
    '123',
    'mc.email',
    'jane',
    'jane@',
    '@example.com',
    'jane@example',
    'jane@example.',
    'jane@.com',
    'jane@example..com',
    'jane@-example.com',
    'jane@example-.com',
    'jane@exam_ple.com',
    'jane@example.c',
    'jane@127.0.0.1',
    'jane@[127.0.0.1]',
    'jane@@example.com',
    'jane@doe@example.com',
    'jane doe@example.com',
    'jane@example.com, joe@example.com',
    'jane@example.com;joe@example.com',
    'jane@example.com / joe@example.com',
    'jane@example.com <joe@example.com>',
    'Jane <jane@example.com>, Joe <joe@example.com>',
    'Jane <jane at example.com>',
    '["jane@example.com","joe@example.com"]',
    'mailto:',
    '""jane@example.com""',
    '.jane@example.com',
    'jane.@example.com',
    'jane..doe@example.com',
    `${'a'.repeat(65)}@example.com`,
    `jane@${'a'.repeat(64)}.com`,
    `jane@${'abcdefgh.'.repeat(30)}com`,
  ])('%j is not one', (value) => {
    expect(read(value)).toBe('not-an-email');
  });

  it.each([null, '', '   ', '\t\r\n', '\ufeff', '\u200b\u200b', '""', '<>', "'"])('%j is empty', (value) => {
    expect(read(value)).toBe('empty');
  });

  it('takes a linear time to refuse a long value', () => {
    const pattern = new RegExp(EMAIL_PATTERN);
    expect(pattern.test(`${'a.'.repeat(100)}@${'a-'.repeat(120)}`)).toBe(false);
  });

  it('is looked for in a document of any length without reading it again and again', () => {
    // From each place to the end, these would be twenty thousand million steps.
    const document = 'x'.repeat(200_000);
    expect(holdsSeveralAddresses(document)).toBe(false);
    expect(holdsSeveralAddresses(`${document}@example.com ${document}@example.org`)).toBe(true);
  });
});
