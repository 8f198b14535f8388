import { describe, expect, it } from 'vitest';
import { scrub } from '../../src/core/remedies/scrub.ts';
import { hideSecrets } from '../../src/tiktok/hide-secrets.ts';

const SECRET = 'tok-SECRET/def+ghi=1';
const once = encodeURIComponent(SECRET);

/** Hidden when the text is made, and nothing comes back when it is scrubbed. */
function shown(text: string): string {
  return scrub(hideSecrets(text, ['', SECRET]));
}

describe('a secret that a server repeats', () => {
  it.each([
    ['as it is', SECRET],
    ['as a URL writes it', once],
    ['as a URL in a URL writes it', encodeURIComponent(once)],
    ['as JSON writes it', SECRET.replaceAll('/', '\\/').replaceAll('=', '\\u003d')],
    ['as a web page writes it', SECRET.replaceAll('+', '&#43;')],
    ['in capitals', SECRET.toUpperCase()],
    ['with blanks between', [...SECRET].join(' ')],
    ['with a character nobody sees', SECRET.replace('def', 'd\u200bef')],
    ['over two lines', SECRET.replace('def', 'd\nef')],
    ['in Base64', Buffer.from(SECRET).toString('base64')],
    ['in Base64 for URLs', Buffer.from(SECRET).toString('base64url')],
  ])('is hidden %s', (_, form) => {
    expect(shown(`Token ${form} is wrong.`)).toBe('Token [hidden] is wrong.');
  });

  it('leaves everything else as it was written', () => {
    const text = 'The advertiser 7012345678901234567 has 5%25 left in “a b”.';
    expect(hideSecrets(text, [SECRET])).toBe(text);
  });
});
