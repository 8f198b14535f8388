import { expect, test } from 'vitest';
import { KnownError } from '../../src/core/errors.ts';
import { storageError } from '../../src/storage/io-errors.ts';

const failure = (code: string) => Object.assign(new Error(`${code}: failed`), { code });

test.each([
  ['ENOSPC', 'disk-full', 'There is no space left to write /data/x.'],
  ['EDQUOT', 'disk-full', 'There is no space left to write /data/x.'],
  ['EROFS', 'configuration', '/data/x is on a disk that can only be read.'],
  ['EACCES', 'configuration', 'You have no permission to write /data/x.'],
  ['EIO', 'configuration', "/data/x can't be written (EIO)."],
])('%s becomes %s with file and next step', (code, kind, message) => {
  const error = storageError(failure(code), 'write', '/data/x');
  expect(error).toMatchObject({ kind, message });
  expect(error).toHaveProperty('hint', expect.stringMatching(/\w+/));
});

test("what doesn't come from the file system stays what it is: a bug", () => {
  const bug = new TypeError('undefined is not a function');
  expect(storageError(bug, 'write', '/data/x')).toBe(bug);
  expect(storageError(failure('ERR_INVALID_ARG_TYPE'), 'write', '/data/x')).not.toBeInstanceOf(KnownError);
});
