import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/core/errors.ts';
import { DuckDbError, translateError } from '../../src/sources/duckdb/translate-error.ts';

/** An error as the binding throws it. */
function thrown(type: string, message: string): Error {
  return new Error(JSON.stringify({ exception_type: type, exception_message: message }));
}

describe('errors of the engine', () => {
  it.each([
    ['IO', 'Could not write to file "/x": No space left on device', 'disk-full'],
    [
      'Out of Memory',
      "failed to offload data block (…). This limit was set by the 'max_temp_directory_size' setting.",
      'disk-full',
    ],
    ['Out of Memory', 'could not allocate block of size 256.0 KiB', 'query-failed'],
    ['IO', 'Could not set lock on file "/x": Conflicting lock is held', 'locked'],
    ['INTERRUPT', 'Interrupted!', 'cancelled'],
  ])('have a kind and a next step: %s, %s', (type, message, kind) => {
    const error = translateError(thrown(type, message));
    expect(error).toBeInstanceOf(KnownError);
    expect((error as KnownError).kind).toBe(kind);
    expect((error as KnownError).hint).not.toBe('');
  });

  it.each([
    ['Conversion', "Could not convert string 'jane@x.com' to INT32 when casting from source column email"],
    [
      'Conversion',
      "Type INT64 with value 4155550123 can't be cast because the value is out of range for the destination type INT8",
    ],
    ['Invalid Input', 'jane@x.com'],
    ['Invalid Input', 'missing ): jane@x.com('],
    [
      'Invalid Input',
      'Could not parse string "jane@x.com" according to format specifier "%Y"\njane@x.com\n^',
    ],
    ['Out of Range', 'Overflow in addition of INT64 (9223372036854775807 + 4155550123)!'],
    ['Something New', 'about jane@x.com and 4155550123'],
  ])('keep no value: %s, %s', (type, message) => {
    const error = translateError(thrown(type, message));
    expect(error).toBeInstanceOf(DuckDbError);
    expect(error.message).not.toMatch(/jane|4155550123/);
  });

  it('keep the text of the statement, which is the person’s own', () => {
    const error = translateError(thrown('Binder', 'Referenced column "emial" not found'));
    expect(error.message).toContain('emial');
  });
});
