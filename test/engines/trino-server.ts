import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import envPaths from 'env-paths';

const VERSION = 435;
const FOLDER = join(import.meta.dirname, 'trino');
/** Outside the repository: about 180 MB that every checkout can use. */
const CACHE = envPaths('tada-engines', { suffix: '' }).cache;
const CLASS_PATH = join(CACHE, `trino-${VERSION}.classpath`);

export interface TrinoServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Whether everything lies on this machine that a start needs. */
export function isTrinoDownloaded(): boolean {
  return existsSync(CLASS_PATH) && readFileSync(CLASS_PATH, 'utf8').split(delimiter).every(existsSync);
}

/** Fetches Trino and what it needs from Maven Central; a file whose checksum is wrong ends it. Needs Maven. */
export async function downloadTrino(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${CLASS_PATH}.unfinished`;
  await finished('mvn', [
    '--batch-mode',
    '--strict-checksums',
    '--quiet',
    '--file',
    join(FOLDER, 'pom.xml'),
    `-Dmaven.repo.local=${join(CACHE, 'm2')}`,
    'dependency:build-classpath',
    `-Dmdep.outputFile=${unfinished}`,
  ]);
  renameSync(unfinished, CLASS_PATH);
}

async function finished(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}.`);
}

/** Starts Trino on a free port of the loopback interface, with little memory and low priority. Needs Java 17. */
export async function startTrino(): Promise<TrinoServer> {
  const child = spawn(
    'java',
    [
      '-Xmx1500m',
      '-Djdk.attach.allowAttachSelf=true',
      '-cp',
      readFileSync(CLASS_PATH, 'utf8'),
      join(FOLDER, 'TrinoServer.java'),
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Trino ended with ${code} before it listened.`)));
    // Its logging takes the standard output over and writes to the other one.
    createInterface(child.stderr).on('line', (line) => {
      const [, address] = /listening (http:\S+)/.exec(line) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
  return {
    url,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
