import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/core/identifiers/hash.ts';
import {
  isPlaceholder,
  PLACEHOLDER_HASHES,
  PLACEHOLDER_PATTERNS,
  placeholderReason,
} from '../../../src/core/identifiers/placeholders.ts';

describe('a placeholder', () => {
  it.each([
    ['EMAIL', 'test@test.com'],
    ['EMAIL', 'test1@example.com'],
    ['EMAIL', 'noemail@shop.example'],
    ['EMAIL', 'no-email@gmail.com'],
    ['EMAIL', 'none@none.com'],
    ['EMAIL', 'noreply@acme.com'],
    ['EMAIL', 'not.provided@acme.com'],
    ['EMAIL', 'na@na.com'],
    ['EMAIL', 'asdf@asdf.com'],
    ['EMAIL', 'a@a.com'],
    ['EMAIL', 'jane@nowhere.invalid'],
    ['PHONE', '+15555555555'],
    ['PHONE', '+10000000000'],
    ['PHONE', '15555555555'],
    ['PHONE', '+447777777777'],
    ['PHONE', '+11234567890'],
    ['IDFA', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'],
    ['AAID', '11111111-1111-1111-1111-111111111111'],
    ['EXTERNAL_ID', 'Guest'],
  ] as const)('%s %s is one, and says why', (type, value) => {
    expect(isPlaceholder(type, value)).toBe(true);
    expect(placeholderReason(type, value)).toMatch(/^it/);
    expect(new RegExp(PLACEHOLDER_PATTERNS[type]).test(value)).toBe(true);
  });

  it.each([
    ['EMAIL', 'jane@test.com'],
    ['EMAIL', 'test@gmail.com'],
    ['EMAIL', 'nadia@example.com'],
    ['EMAIL', 'nona@none.com'],
    ['EMAIL', 'user17@example.com'],
    ['EMAIL', 'testa.rossa@example.it'],
    ['PHONE', '+14155550123'],
    ['PHONE', '+442071838750'],
    ['PHONE', '+12133734253'],
    ['IDFA', 'EA7583CD-A667-48BC-B806-42ECB2B48606'],
    ['EXTERNAL_ID', 'user_123'],
    ['EXTERNAL_ID', '100042'],
  ] as const)('%s %s is none', (type, value) => {
    expect(isPlaceholder(type, value)).toBe(false);
  });

  it('is recognised by its hash where it is one of those met most', () => {
    expect(PLACEHOLDER_HASHES.has(sha256('test@test.com'))).toBe(true);
    expect(PLACEHOLDER_HASHES.has(sha256('jane@example.com'))).toBe(false);
  });
});
