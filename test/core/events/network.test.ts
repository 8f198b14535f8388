import { describe, expect, it } from 'vitest';
import {
  isClickId,
  isLocale,
  isPageUrl,
  isPlausibleUserAgent,
  publicAddress,
} from '../../../src/core/events/network.ts';

describe('an IP address', () => {
  it.each([
    ['8.8.8.8', '8.8.8.8'],
    ['172.15.255.255', '172.15.255.255'],
    ['172.32.0.1', '172.32.0.1'],
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['2606:4700:4700::1111', '2606:4700:4700::1111'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', '2001:0DB8:0000:0000:0000:0000:0000:0001'],
    ['2a00::', '2a00::'],
  ])('%s is public', (text, expected) => {
    expect(publicAddress(text)).toBe(expected);
  });

  it.each([
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::ffff:192.168.1.1',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '8.8.8.8:443',
    '8.8.8.8, 10.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '2a00::1::2',
    '2a00:1:2:3:4:5:6:7:8',
    '2a00:12345::',
    '2a00:1',
    'unknown',
    '',
  ])('%j is left out', (text) => {
    expect(publicAddress(text)).toBeUndefined();
  });
});

describe('what a browser says of itself', () => {
  it.each([
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15',
    'okhttp/4.9.0',
    'My Shop App/2.1 (Android)',
  ])('%s is plausible', (text) => {
    expect(isPlausibleUserAgent(text)).toBe(true);
  });

  it.each(['', 'null', 'iPhone', '-', 'jane@example.com', `Mozilla/5.0 ${'x'.repeat(2_000)}`])(
    '%j is not',
    (text) => {
      expect(isPlausibleUserAgent(text)).toBe(false);
    },
  );

  it('may be a language', () => {
    expect(['en', 'en-US', 'en_US', 'zh-Hans-CN'].every(isLocale)).toBe(true);
    expect(['', 'english please', 'e', 'en-'].some(isLocale)).toBe(false);
  });

  it('may be a click id of up to a thousand characters', () => {
    expect(isClickId('x'.repeat(1_000))).toBe(true);
    expect(isClickId('x'.repeat(1_001))).toBe(false);
  });
});

describe('the address of a page', () => {
  it('is an absolute one of the web', () => {
    expect(['https://shop.example/a?b=c#d', 'HTTP://shop.example'].every(isPageUrl)).toBe(true);
    expect(['shop.example', '/cart', 'https://', 'ftp://shop.example', 'https://a b'].some(isPageUrl)).toBe(
      false,
    );
  });
});
