import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PATIENCE, nextWait, readRetryAfter } from '../../src/tiktok/back-off.ts';

describe('waits', () => {
  it('end, whatever is answered, within 8 requests and 15 minutes', () => {
    const policies = fc.constantFrom('few', 'short', 'rate', 'minute', 'long');
    const answers = fc.array(
      fc.tuple(
        policies,
        fc.option(fc.nat(10_000), { nil: undefined }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
      ),
      {
        minLength: 20,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(answers, (sequence) => {
        let waited = 0;
        let attempts = 1;
        for (const [policy, retryAfter, random] of sequence) {
          const attempt = { attempts, waited, rateLimits: attempts, retryAfter, random };
          const wait = nextWait(policy, attempt, DEFAULT_PATIENCE);
          if (wait === undefined) {
            break;
          }
          expect(wait).toBeGreaterThan(0);
          waited += wait;
          attempts += 1;
        }
        expect(attempts).toBeLessThanOrEqual(8);
        expect(waited).toBeLessThanOrEqual(900);
      }),
    );
  });

  it('are never shorter than a second after a rate limit, and five minutes once that does not help', () => {
    const attempt = { attempts: 1, waited: 0, retryAfter: 0, random: 0 };
    expect(nextWait('rate', { ...attempt, rateLimits: 1 }, DEFAULT_PATIENCE)).toBe(1);
    expect(nextWait('rate', { ...attempt, rateLimits: 4 }, DEFAULT_PATIENCE)).toBe(300);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-15T12:00:00Z');

  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Thu, 15 Jan 2026 12:01:00 GMT', 60],
    ['Thu, 15 Jan 2026 11:00:00 GMT', 0],
    ['', undefined],
    [undefined, undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['99999999999', undefined],
  ])('%j asks for %j seconds', (header, seconds) => {
    expect(readRetryAfter(header, now)).toBe(seconds);
  });
});
