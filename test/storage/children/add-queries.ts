import { homeFolders } from '../../../src/storage/home.ts';
import { openProfileStore } from '../../../src/storage/profile-store.ts';

/** Adds queries one by one, each in a change of its own. */
const [home = '', name = '', count = ''] = process.argv.slice(2);
const store = openProfileStore(homeFolders({ TADA_HOME: home }));
for (let number = 0; number < Number(count); number += 1) {
  store.update((profile) => ({
    ...profile,
    queries: [
      ...profile.queries,
      { name: `${name} ${number}`, sql: 'SELECT 1', source: { engine: 'embedded', tables: {} } },
    ],
  }));
}
