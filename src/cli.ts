#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Node releases before this one lack what the dependencies need. */
const OLDEST_NODE = [22, 12] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const arguments_ = process.argv.slice(2);

if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `error: tada needs Node ${OLDEST_NODE.join('.')} or newer, this is ${process.versions.node}\n` +
      'In the project folder, `npx tada` uses the right Node by itself.\n',
  );
  process.exitCode = 2;
} else if (arguments_.length === 1 && (arguments_[0] === '--version' || arguments_[0] === '-V')) {
  process.stdout.write(`tada ${readVersion()}\n`);
} else {
  // The engine's process finds it in its environment.
  process.env.NODE_COMPILE_CACHE ??= cacheFolder();
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  const { main } = await import('./commands/main.ts');
  process.exitCode = await main(arguments_, readVersion());
}

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const found = /"version": "([^"]+)"/.exec(text);
  return found?.[1] ?? 'unknown';
}

/**
 * Where Node keeps compiled code between starts, which brings the first screen forward by a third. In the
 * person's own cache and not in the shared temporary folder, where somebody else could have put code.
 */
function cacheFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  switch (process.platform) {
    case 'win32':
      return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'tada', 'Cache');
    case 'darwin':
      return join(homedir(), 'Library', 'Caches', 'tada');
    default:
      return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'tada');
  }
}
