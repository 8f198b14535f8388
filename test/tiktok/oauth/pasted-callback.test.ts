import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePastedCallback, readPastedCallback } from '../../../src/tiktok/oauth/index.ts';

const STATE = 'sTa7e-_x';
const CODE = '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';
const URL_TEXT = `https://example.com/tada/callback/?auth_code=${CODE}&code=${CODE}&state=${STATE}`;

describe('a pasted answer', () => {
  it.each([
    ['is the whole address', URL_TEXT],
    ['has spaces and lines around it', `\n  ${URL_TEXT}  \r\n`],
    ['is in quotes', `"${URL_TEXT}"`],
    ['is in curly quotes', `“${URL_TEXT}”`],
    ['is in angle brackets', `<${URL_TEXT}>`],
    ['is broken over lines', URL_TEXT.replace(/(.{30})/g, '$1\n')],
    ['is broken over indented lines', URL_TEXT.replace(/(.{40})/g, '$1\r\n    ')],
    ['stands within a letter', `Here it is:\n\n${URL_TEXT}\n\nBest wishes, Jo`],
    ['stands at the end of a sentence in brackets', `I ended here (${URL_TEXT})`],
    ['comes out of HTML', URL_TEXT.replaceAll('&', '&amp;')],
    ['has characters that cannot be seen', URL_TEXT.replace('auth', '\u200bauth\ufeff')],
    ['has a fragment', `${URL_TEXT}#/home`],
    ['has no scheme', URL_TEXT.replace('https://', '')],
    ['is the query alone', URL_TEXT.slice(URL_TEXT.indexOf('?'))],
    ['is the query without its mark', URL_TEXT.slice(URL_TEXT.indexOf('?') + 1)],
    ['has the state first', `http://localhost:3456/callback?state=${STATE}&auth_code=${CODE}`],
    ['has the short name only', `http://localhost:3456/callback?code=${CODE}&state=${STATE}`],
  ])('%s', (_, text) => {
    expect(readPastedCallback(text, STATE)).toEqual({ type: 'code', authCode: CODE, isStateChecked: true });
  });

  it.each([
    ['is the code', CODE],
    ['is the code in quotes', `'${CODE}'`],
    ['is the code broken over lines', `${CODE.slice(0, 20)}\n  ${CODE.slice(20)}\n`],
    ['has no state', `https://example.com/?auth_code=${CODE}`],
  ])('%s, with nothing to check', (_, text) => {
    expect(readPastedCallback(text, STATE)).toEqual({ type: 'code', authCode: CODE, isStateChecked: false });
  });

  it.each([
    ['nothing', '   ', 'empty'],
    ['quotes', '""', 'empty'],
    ['of another authorization', URL_TEXT.replace(STATE, 'other'), 'wrong-state'],
    ['with a longer state', `${URL_TEXT}x`, 'wrong-state'],
    ['declined', `https://example.com/callback?state=${STATE}`, 'denied'],
    ['declined with a reason', `https://example.com/callback?error=access_denied&state=${STATE}`, 'denied'],
    ['with an empty code', `https://example.com/callback?auth_code=&state=${STATE}`, 'denied'],
    [
      'the link itself',
      `https://business-api.tiktok.com/portal/auth?app_id=7&state=${STATE}&redirect_uri=https%3A%2F%2Fexample.com`,
      'authorization-link',
    ],
    ['another address', 'https://example.com/', 'not-a-code'],
    ['a sentence', 'It did not work, sorry!', 'not-a-code'],
    ['too short', 'abc', 'not-a-code'],
    ['code with markup', `https://example.com/?auth_code=<b>${CODE}</b>&state=${STATE}`, 'not-a-code'],
  ])('is not taken when it is %s', (_, text, reason) => {
    expect(readPastedCallback(text, STATE)).toMatchObject({ type: 'rejected', reason });
  });

  it('is given as the code, or told why not, in words that fit under the field', () => {
    expect(parsePastedCallback(URL_TEXT, STATE)).toBe(CODE);
    expect(() => parsePastedCallback('https://example.com/?state=x', STATE)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringMatching(/^.{10,60}$/) }),
    );
  });

  it('is taken with the right state and never with another, however it is broken', () => {
    const breaks = fc.array(fc.tuple(fc.nat(URL_TEXT.length), fc.constantFrom(' ', '\n', '\r\n\t')), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(breaks, fc.boolean(), (places, isRight) => {
        let text = URL_TEXT.replace(STATE, isRight ? STATE : 'xTa7e-_x');
        for (const [place, gap] of places) {
          text = text.slice(0, place) + gap + text.slice(place);
        }
        expect(readPastedCallback(text, STATE)).toMatchObject(
          isRight
            ? { type: 'code', authCode: CODE, isStateChecked: true }
            : { type: 'rejected', reason: 'wrong-state' },
        );
      }),
    );
  });

  it('of any kind gets an answer', () => {
    const piece = fc.constantFrom(
      'http://',
      'a.b/',
      '?',
      '&',
      'code=',
      'auth_code=',
      'state=',
      STATE,
      CODE,
      '%',
      '\n',
      '"',
    );
    const pieces = fc.array(piece).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), pieces), (text) => {
        expect(['code', 'rejected']).toContain(readPastedCallback(text, STATE).type);
      }),
    );
  });
});
