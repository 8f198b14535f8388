import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskValue } from '../../../src/core/identifiers/mask.ts';

describe('a masked value', () => {
  it.each([
    ['EMAIL', 'jane.doe@example.com', 'j•••@e•••.com'],
    ['EMAIL', 'jd@ab.co.uk', '•••@a•••.uk'],
    ['EMAIL', 'a@b.co', '•••@•••.co'],
    ['EMAIL', 'unknown', '•••'],
    ['EMAIL', 'Jane from Accounting', 'Ja•••ng'],
    ['PHONE', '+14155550123', '+1•••••••23'],
    ['PHONE', '+44 20 7183 8750', '+44•••••••50'],
    ['PHONE', '(415) 555-0123', '•••••••23'],
    ['PHONE', '12345', '•••'],
    ['PHONE', 'n/a', '•••'],
    ['IDFA', 'EA7583CD-A667-48BC-B806-42ECB2B48606', 'EA•••06'],
    ['EXTERNAL_ID', 'u-1', '•••'],
    [undefined, 'anything else', 'an•••se'],
    ['EMAIL', '  ', ''],
  ] as const)('%s %j is shown as %j', (type, value, shown) => {
    expect(maskValue(type, value)).toBe(shown);
  });

  it('shows at most the ending of a domain and four characters more, in mask and phone alike', () => {
    const types = fc.constantFrom('EMAIL', 'PHONE', 'IDFA', 'EXTERNAL_ID', undefined);
    fc.assert(
      fc.property(types, fc.string({ minLength: 8, maxLength: 60 }), (type, value) => {
        fc.pre(!value.includes('@'));
        const shown = Array.from(maskValue(type, value)).filter((character) => !'•+'.includes(character));
        // A calling code has up to three digits, and two more are shown at the end.
        expect(shown.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('never shows a whole address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const [local = '', domain = ''] = address.split('@');
        const shown = maskValue('EMAIL', address);
        expect(shown.split('@')[0]?.replace('•••', '').length).toBeLessThan(Math.max(local.length, 1));
        expect(shown).not.toContain(domain);
      }),
    );
  });
});
