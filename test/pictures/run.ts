import { readFileSync, writeFileSync } from 'node:fs';
import { hangUp, takePictures } from './gallery.ts';

const readme = new URL('../../README.md', import.meta.url);
writeFileSync(readme, hangUp(readFileSync(readme, 'utf8'), await takePictures()));
