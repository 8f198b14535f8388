import { normaliseDeviceId } from './device-id.ts';
import { normaliseEmail } from './email.ts';
import { normaliseExternalId } from './external-id.ts';
import { normalisePhone } from './phone.ts';
import type { IdentifierResult, IdentifierRules, IdentifierType } from './types.ts';

/**
 * One value made ready for TikTok, or the reason it can't be. Pure and idempotent: a hash that comes back in
 * goes out unchanged, in lowercase.
 */
export function normaliseIdentifier(
  type: IdentifierType,
  value: string | null,
  rules: IdentifierRules,
): IdentifierResult {
  if (value === null) return { valid: false, reason: 'empty' };
  switch (type) {
    case 'EMAIL':
      return normaliseEmail(value, rules);
    case 'PHONE':
      return normalisePhone(value, rules);
    case 'IDFA':
    case 'AAID':
      return normaliseDeviceId(type, value, rules);
    case 'EXTERNAL_ID':
      return normaliseExternalId(value);
  }
}
