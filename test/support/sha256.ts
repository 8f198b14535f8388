import { createHash } from 'node:crypto';

/** SHA-256 of a text as hex digits, by another way than the one tada goes. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
