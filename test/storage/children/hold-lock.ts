import { takeLock } from '../../../src/storage/lock-file.ts';

/** Takes a lock, says so, and keeps it until it is killed or its input ends. */
const [folder = '', key = ''] = process.argv.slice(2);
const lock = await takeLock(folder, key);
console.log('held');
process.stdin.resume();
process.stdin.on('end', () => void lock.release());
