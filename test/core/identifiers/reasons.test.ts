import { expect, it } from 'vitest';
import { REJECT_SENTENCES } from '../../../src/core/identifiers/reasons.ts';
import { EVENT_REJECT_REASONS, IDENTIFIER_REJECT_REASONS } from '../../../src/core/identifiers/types.ts';

it('every reason has one sentence of its own', () => {
  const reasons = [...IDENTIFIER_REJECT_REASONS, ...EVENT_REJECT_REASONS, 'unreadable-row'] as const;
  const sentences = reasons.map((reason) => REJECT_SENTENCES[reason]);
  expect(new Set(sentences).size).toBe(reasons.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

it('the sentence about a missing country says what to do', () => {
  expect(REJECT_SENTENCES['no-country']).toContain('default country');
});
