import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { download, isDownloaded, JAVA_SERVERS, type JavaServerKind, start } from './java-server.ts';

/**
 * Runs the tests of this folder against a real Trino and a real PrestoDB, one after the other: fetches what isn't
 * there yet, starts a server, and stops it when the tests have ended. `node test/engines/run.ts presto` takes one
 * of them; what follows goes to vitest. They aren't part of `npm test`, because each takes a minute of both cores
 * to start and more than 150 MB to fetch.
 */
const [first, ...others] = process.argv.slice(2);
const chosen = Object.keys(JAVA_SERVERS).filter((kind): kind is JavaServerKind => kind === first);
const kinds: readonly JavaServerKind[] = chosen.length > 0 ? chosen : ['trino', 'presto'];
const passedOn = chosen.length > 0 || first === undefined ? others : [first, ...others];
const root = join(import.meta.dirname, '../..');

const build = spawn(process.execPath, [join(root, 'src/bundle.ts')], { cwd: root, stdio: 'inherit' });
const built = await new Promise<number>((resolve) => build.once('exit', (status) => resolve(status ?? 1)));
if (built !== 0) throw new Error(`The program could not be built (${built}).`);

for (const kind of kinds) {
  const { name, version, download: size } = JAVA_SERVERS[kind];
  if (!isDownloaded(kind)) {
    console.log(`Fetching ${name} ${version} from Maven Central, about ${size} MB; this happens once.`);
    await download(kind);
  }
  console.log(`Starting ${name} ${version}.`);
  const server = await start(kind);
  const tests = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      join(root, 'test/vitest.config.ts'),
      'test/engines/servers.test.ts',
      ...passedOn,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, TADA_SERVER: kind, TADA_SERVER_URL: server.url } },
  );
  const code = await new Promise<number>((resolve) => tests.once('exit', (status) => resolve(status ?? 1)));
  if (code !== 0) process.exitCode = code;
  await server.close();
}
