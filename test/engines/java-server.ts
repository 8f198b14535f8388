import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import envPaths from 'env-paths';
import type { ServerTables } from '../../src/core/ports/sources.ts';

/** A server made of artifacts of Maven Central; its folder here holds a pom.xml and the program that starts it. */
interface JavaServer {
  readonly name: string;
  readonly version: string;
  readonly program: string;
  /** MB that the first start fetches. */
  readonly download: number;
  /** What Java 17 has to be told for it. */
  readonly javaOptions: readonly string[];
}

export const JAVA_SERVERS: Readonly<Record<ServerTables['engine'], JavaServer>> = {
  trino: {
    name: 'Trino',
    version: '435',
    program: 'TrinoServer.java',
    download: 180,
    javaOptions: ['-Djdk.attach.allowAttachSelf=true'],
  },
  presto: {
    name: 'PrestoDB',
    version: '0.287',
    program: 'PrestoServer.java',
    download: 165,
    // Its libraries are of the time when all of Java was open to them.
    javaOptions: [
      '-Djdk.attach.allowAttachSelf=true',
      ...['java.lang', 'java.lang.invoke', 'java.lang.reflect', 'java.io', 'java.net', 'java.nio'],
      ...['java.util', 'java.util.concurrent', 'sun.nio.ch'],
    ].map((option) => (option.startsWith('-') ? option : `--add-opens=java.base/${option}=ALL-UNNAMED`)),
  },
};

export type JavaServerKind = keyof typeof JAVA_SERVERS;

/** Outside the repository: hundreds of MB that every checkout can use. */
const CACHE = envPaths('tada-engines', { suffix: '' }).cache;

function classPathFile(kind: JavaServerKind): string {
  return join(CACHE, `${kind}-${JAVA_SERVERS[kind].version}.classpath`);
}

/** Whether everything lies on this machine that a start needs. */
export function isDownloaded(kind: JavaServerKind): boolean {
  const file = classPathFile(kind);
  return existsSync(file) && readFileSync(file, 'utf8').split(delimiter).every(existsSync);
}

/** Fetches a server and what it needs from Maven Central; a file whose checksum is wrong ends it. Needs Maven. */
export async function download(kind: JavaServerKind): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${classPathFile(kind)}.unfinished`;
  await finished('mvn', [
    '--batch-mode',
    '--strict-checksums',
    '--quiet',
    '--file',
    join(import.meta.dirname, kind, 'pom.xml'),
    `-Dmaven.repo.local=${join(CACHE, 'm2')}`,
    'dependency:build-classpath',
    `-Dmdep.outputFile=${unfinished}`,
  ]);
  renameSync(unfinished, classPathFile(kind));
}

async function finished(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'inherit' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}.`);
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface, with little memory and low priority. Needs Java 17. */
export async function start(kind: JavaServerKind): Promise<RunningServer> {
  const { name, program, javaOptions } = JAVA_SERVERS[kind];
  const child = spawn(
    'java',
    [
      '-Xmx1500m',
      ...javaOptions,
      '-cp',
      readFileSync(classPathFile(kind), 'utf8'),
      join(import.meta.dirname, kind, program),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it listened.`)));
    // Trino's logging takes the standard output over and writes to the other one.
    for (const output of [child.stdout, child.stderr]) {
      createInterface(output).on('line', (line) => {
        const [, address] = /listening (http:\S+)/.exec(line) ?? [];
        if (address !== undefined) resolve(address);
      });
    }
  });
  return {
    url,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
