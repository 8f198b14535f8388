import { KnownError } from '../../../src/core/errors.ts';
import { openJournal } from '../../../src/storage/journal.ts';

/** Appends until there is no space left, tries twice more, and prints how many lines were acknowledged. */
const [path = ''] = process.argv.slice(2);
const journal = openJournal(path);
let acknowledged = 0;
let refused = 0;
while (refused < 3) {
  try {
    await journal.append({ type: 'batch', state: 'confirmed', from: acknowledged, to: acknowledged + 1 });
    acknowledged += 1;
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind !== 'disk-full') throw error;
    refused += 1;
  }
}
console.log(acknowledged);
