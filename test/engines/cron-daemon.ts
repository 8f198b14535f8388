import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import envPaths from 'env-paths';

/** Outside the repository: 70 kB that every checkout can use. */
const CACHE = join(envPaths('tada-engines', { suffix: '' }).cache, 'cron');
const UNPACKED = join(CACHE, 'root');

/** How to start a program where a real cron works for it. */
export interface CronPlace {
  /** One sentence about the cron that is meant. */
  readonly about: string;
  /** Program and arguments that the command is put behind. */
  readonly wrapper: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The machine's own cron where it runs. Else Debian's, which is fetched and unpacked but not installed: it runs in mount
 * namespace of its own, with a spool folder of its own, and is gone with it. Otherwise the reason why there is none.
 */
export function findCron(): CronPlace | { readonly none: string } {
  if (works('crontab', ['-l'], /no crontab/) && works('pgrep', ['-x', 'crond?'])) {
    return { about: 'This machine’s own cron, with an entry that is taken out again.', wrapper: [], env: {} };
  }
  if (process.platform !== 'linux') return { none: 'no cron daemon runs here.' };
  const missing = ['apt-get', 'dpkg-deb', 'unshare'].find((program) => !works(program, ['--version']));
  if (missing !== undefined)
    return { none: `no cron daemon runs here, and without ${missing} none can be had.` };
  const namespace = [[], ['--user', '--map-root-user']]
    .map((rights) => ['unshare', ...rights, '--mount'])
    .find(([program = '', ...args]) => works(program, [...args, 'true']));
  if (namespace === undefined) return { none: 'this account may not make a mount namespace for a cron.' };
  if (!existsSync(join(UNPACKED, 'usr/sbin/cron')) && !fetchCron()) {
    return { none: 'Debian’s cron could not be fetched; `apt-get update` may help.' };
  }
  return {
    about: 'Debian’s cron, in a mount namespace of its own.',
    wrapper: [...namespace, 'sh', '-c', PRIVATE_CRON, 'cron'],
    env: {
      TADA_CRON: join(UNPACKED, 'usr/sbin/cron'),
      PATH: [join(UNPACKED, 'usr/bin'), process.env.PATH ?? ''].join(delimiter),
    },
  };
}

/**
 * Empty folders lie over the machine's for whoever is in the namespace, so that nothing of its own jobs is started;
 * then cron, and what was asked for until it ends.
 */
const PRIVATE_CRON = `
set -e
for folder in /var/spool /run /etc/cron.d; do mkdir -p "$folder"; mount -t tmpfs tmpfs "$folder"; done
mkdir -p /var/spool/cron/crontabs
chmod 1730 /var/spool/cron/crontabs
"$TADA_CRON" -f &
cron=$!
trap 'kill "$cron"' EXIT
"$@"
`;

function fetchCron(): boolean {
  mkdirSync(CACHE, { recursive: true });
  return (
    works('apt-get', ['download', 'cron']) &&
    works('sh', ['-c', 'dpkg-deb -x cron_*.deb root.unfinished && mv root.unfinished root'])
  );
}

/** True when a program ends well, or complains in words that are expected. */
function works(program: string, args: readonly string[], expected?: RegExp): boolean {
  const cwd = existsSync(CACHE) ? CACHE : '/';
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  return status === 0 || (status !== null && expected?.test(stderr) === true);
}
