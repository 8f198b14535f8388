import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hangUp, takePictures } from './gallery.ts';

test('the pictures of the README are those of the program', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  // After a change that is meant `npm run pictures` draws them anew.
  expect(readme).toBe(hangUp(readme, await takePictures()));
});
