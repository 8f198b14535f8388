import { once } from 'node:events';
import { homeFolders } from '../../../src/storage/home.ts';
import { openSecretStore } from '../../../src/storage/secret-store.ts';

/** Keeps one secret in the encrypted file, says so, and after a word from outside keeps more, one by one. */
const [home = '', name = '', count = ''] = process.argv.slice(2);
const store = openSecretStore({ env: process.env, folders: homeFolders({ TADA_HOME: home }) });
await store.set(`${name} 0`, `${name} 0`);
console.log('ready');
await once(process.stdin, 'data');
for (let number = 1; number < Number(count); number += 1)
  await store.set(`${name} ${number}`, `${name} ${number}`);
process.stdin.destroy();
