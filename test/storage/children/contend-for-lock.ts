import { rmSync, writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { KnownError } from '../../../src/core/errors.ts';
import { takeLock } from '../../../src/storage/lock-file.ts';

/**
 * Takes a lock again and again until it had it so many times. While it has it, a witness file exists that
 * can't be created twice: with two holders at once, one of them fails.
 */
const [folder = '', key = '', times = '', witness = ''] = process.argv.slice(2);
for (let had = 0; had < Number(times); ) {
  try {
    const lock = await takeLock(folder, key);
    writeFileSync(witness, String(process.pid), { flag: 'wx' });
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    rmSync(witness);
    await lock.release();
    had += 1;
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind !== 'locked') throw error;
    await setImmediate();
  }
}
