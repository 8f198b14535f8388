import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { configurationError } from '../core/errors.ts';

/** Not looked for on the PATH: whoever sets that could put a program there that claims to be anybody. */
const ID = '/usr/bin/id';

/** The user by the operating system, whatever the environment says. */
export function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an account, as in many containers.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/**
 * The names of the groups this process is in. Rejects with kind `configuration` where they can't be told: then nothing
 * can be said about what somebody may do.
 */
export function osGroups(): readonly string[] {
  try {
    return process.platform === 'win32' ? windowsGroups() : unixGroups();
  } catch (error) {
    throw configurationError(
      "The access policy names groups, but the groups of this user can't be told.",
      'Name users in the policy instead.',
      error,
    );
  }
}

function unixGroups(): readonly string[] {
  const ask = (option: string) =>
    execFileSync(ID, [option], { encoding: 'utf8', env: {}, stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split(/\s+/);
  const groups = ask('-Gn');
  // A name with a space in it reads like two.
  if (groups.length !== ask('-G').length) throw new Error('A group has a space in its name.');
  return groups;
}

/** `"DOMAIN\group","type",…`: a group is known with its domain and without. */
function windowsGroups(): readonly string[] {
  const program = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\whoami.exe`;
  const list = execFileSync(program, ['/groups', '/fo', 'csv', '/nh'], { encoding: 'utf8' });
  return list.split(/\r?\n/).flatMap((line) => {
    const [, name] = /^"([^"]+)"/.exec(line) ?? [];
    return name === undefined ? [] : [name, name.replace(/^.*\\/, '')];
  });
}
