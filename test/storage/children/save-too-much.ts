import { KnownError } from '../../../src/core/errors.ts';
import { homeFolders } from '../../../src/storage/home.ts';
import { openProfileStore } from '../../../src/storage/profile-store.ts';

/** Saves a profile that is larger than the files it may write; prints the kind of what comes of it. */
const [home = ''] = process.argv.slice(2);
const store = openProfileStore(homeFolders({ TADA_HOME: home }));
const large = {
  name: 'large',
  sql: 'x'.repeat(200_000),
  source: { engine: 'embedded', tables: {} },
} as const;
try {
  store.update((profile) => ({ ...profile, queries: [...profile.queries, large] }));
  console.log('saved');
} catch (error) {
  console.log(error instanceof KnownError ? error.kind : 'a bug');
}
