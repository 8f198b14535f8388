import { openJournal } from '../../../src/storage/journal.ts';

/** Appends numbered batches and prints each number once its line is acknowledged, until it is killed. */
const [path = '', start = ''] = process.argv.slice(2);
const journal = openJournal(path);
for (let number = Number(start); ; number += 1) {
  await journal.append({
    type: 'batch',
    state: 'confirmed',
    from: number,
    to: number + 1,
    requestId: 'r'.repeat(200),
  });
  console.log(number);
}
