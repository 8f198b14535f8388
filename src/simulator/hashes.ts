/** Hashes of the empty string: what a client sends that hashes before it looks. */
const HASHES_OF_NOTHING = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

const DIGITS = { SHA256: /^[0-9a-f]{64}$/, MD5: /^[0-9a-f]{32}$/ } as const;
const ANY_HEX = /^[0-9a-f]+$/i;

/** Why a value isn't a hash of the wanted kind; undefined when it is one. */
export type HashProblem = 'in-the-clear' | 'upper-case' | 'wrong-length' | 'hash-of-nothing' | undefined;

/** Looks at a value that should be a hash in lowercase hexadecimals. */
export function hashProblem(value: string, kind: keyof typeof DIGITS): HashProblem {
  if (DIGITS[kind].test(value)) return HASHES_OF_NOTHING.has(value) ? 'hash-of-nothing' : undefined;
  // Long runs of hexadecimals are a hash of some kind; a phone number is made of them as well.
  if (value.length < 32 || !ANY_HEX.test(value)) return 'in-the-clear';
  return DIGITS[kind].test(value.toLowerCase()) ? 'upper-case' : 'wrong-length';
}

/** What the problem is called in a refusal; never the value. */
export const HASH_PROBLEM_TEXTS: Readonly<Record<Exclude<HashProblem, undefined>, string>> = {
  'in-the-clear': 'not hashed.',
  'upper-case': 'hash must be in lower case.',
  'wrong-length': 'hash of another type.',
  'hash-of-nothing': 'hash of an empty value.',
};
