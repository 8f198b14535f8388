import { execFileSync } from 'node:child_process';
import { homeFolders } from '../../../src/storage/home.ts';
import { openSecretStore } from '../../../src/storage/secret-store.ts';

/**
 * Keeps a secret wherever this machine keeps secrets. Prints, while it is kept, what everybody on the machine
 * can see of this process; then where it was kept, and whether it was read as written and is gone after all.
 */
const [home = ''] = process.argv.slice(2);
const secret = process.env.TADA_PASSPHRASE ?? '';
const store = openSecretStore({ env: process.env, folders: homeFolders({ TADA_HOME: home }) });
await store.set('test', secret);
// Twice `-w`: whole lines, however long the path of this script is.
console.log(
  execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(process.pid)], { encoding: 'utf8' }).trim(),
);
const read = await store.get('test');
await store.delete('test');
const gone = await store.get('test');
console.log(await store.kind(), read === secret && gone === undefined ? 'same' : 'different');
