import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatDeviceId } from '../../../src/core/identifiers/device-id.ts';
import { formatEmail } from '../../../src/core/identifiers/email.ts';
import { sha256 } from '../../../src/core/identifiers/hash.ts';
import { normaliseIdentifier } from '../../../src/core/identifiers/index.ts';
import { readPhone } from '../../../src/core/identifiers/phone.ts';
import { DEFAULT_RULES, type IdentifierRules } from '../../../src/core/identifiers/types.ts';

function hashOf(type: 'EMAIL' | 'PHONE' | 'IDFA' | 'AAID' | 'EXTERNAL_ID', value: string, rules = {}) {
  const result = normaliseIdentifier(type, value, { ...DEFAULT_RULES, ...rules } as IdentifierRules);
  return result.valid ? result.hash : result.reason;
}

describe("TikTok's published examples", () => {
  it.each([
    ['EMAIL', ' ALICE_abc@gmail.com ', '848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f'],
    ['PHONE', '(+1)2133734253', '9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd'],
    ['EXTERNAL_ID', 'user_123', '80fba0ae1c48e3978e43e4efc365e14e12ea0c830ba8ba5b9a2dafc7e3f2ab8b'],
    [
      'IDFA',
      'EA7583CD-A667-48BC-B806-42ECB2B48606',
      '70574fa9c8f498a7b2e5c8712b1126de7b1406fd02fdc591821c5bd33092fd1c',
    ],
  ] as const)('%s %s', (type, value, expected) => {
    expect(hashOf(type, value)).toBe(expected);
  });

  it("hashes TikTok's own Google id as published, though it isn't a valid one and would be refused", () => {
    const published = 'aaaaaa-2222-1111-8787-809e92233ba0';
    expect(sha256(formatDeviceId('AAID', published.toUpperCase(), 'upper'))).toBe(
      '0ebad966881e1eebffe69b3abf624631cf83ec9bf8cb3ce134c7c75c6d8ee7fc',
    );
    expect(hashOf('AAID', published)).toBe('not-a-uuid');
  });

  it('formats the 555 number of examples, and refuses it, because no numbering plan has it', () => {
    expect(readPhone('+1 (555) 555-5555', undefined).e164).toBe('+15555555555');
    expect(sha256('+15555555555')).toBe('910a625c4ba147b544e6bd2f267e130ae14c591b6ba9c25cb8573322dedbebd0');
    expect(hashOf('PHONE', '+1 (555) 555-5555')).toBe('invalid-number');
  });
});

describe('examples of other clients', () => {
  it.each([
    ['EMAIL', 'testing@testing.com', '584c4423c421df49955759498a71495aba49b8780eb9387dff333b6f0982c777'],
    ['EMAIL', 'test@test.com', 'f660ab912ec121d1b1e928a0bb4bc61b15f5ad44d5efdc4e1c92a25e99b8e44a'],
    ['EMAIL', 'scroogemcduck@disney.com', '77bc071241f37b4736df28c0c1cb0a99163d1050696134325b99246b2183d408'],
    ['EMAIL', 'janedoe@gmail.com', 'd6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69'],
    ['PHONE', '+44 20 7183 8750', 'e631c2534428c6c9b48c2167604a8983046085e43a2c00ed748733c544c0bb4d'],
  ] as const)('%s %s', (type, value, expected) => {
    expect(hashOf(type, value)).toBe(expected);
  });
});

describe('rules of an audience', () => {
  it('keeps the tag and the dots of an address by default', () => {
    expect(hashOf('EMAIL', 'John.Doe+promo@example.com')).toBe(
      '61355ba9fb44067b7d6a10e66925bbab40043ac739818f9f36c02bf178b80d30',
    );
  });

  it('drops the tag and the dots under the older rule', () => {
    expect(hashOf('EMAIL', 'John.Doe+promo@example.com', { emailRule: 'legacy' })).toBe(
      '55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149',
    );
    expect(formatEmail('a.b+c.d+e@mail.example.com', 'legacy')).toBe('ab@mail.example.com');
  });

  it('refuses an address of which the older rule leaves nothing', () => {
    expect(hashOf('EMAIL', '+tag@example.com')).toHaveLength(64);
    expect(hashOf('EMAIL', '+tag@example.com', { emailRule: 'legacy' })).toBe('not-an-email');
  });

  it('hashes the digits alone where the rule says so', () => {
    expect(hashOf('PHONE', '+1 213 373 4253', { phoneRule: 'digits' })).toBe(
      '1f81adb30e11317806be982cc82769fbf8627833a89dd87cb24d282f71828830',
    );
  });

  it('hashes an IDFA in lowercase where the rule says so', () => {
    expect(hashOf('IDFA', 'EA7583CD-A667-48BC-B806-42ECB2B48606', { idfaCase: 'lower' })).toBe(
      '6cd6140c54b2741b81b0099b232a3ddaeed82df456f43563574877baec22b632',
    );
  });

  it('hashes the UTF-8 bytes of an international address', () => {
    const bytes = Buffer.from('jürgen@münchen.de', 'utf8');
    expect(hashOf('EMAIL', 'Jürgen@München.de')).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
