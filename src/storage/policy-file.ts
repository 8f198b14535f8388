import { lstatSync, readFileSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Policy, policySchema } from '../core/access/policy.ts';
import { configurationError } from '../core/errors.ts';
import { isMissing } from '../core/system-errors.ts';
import type { Environment } from './home.ts';
import { storageError } from './io-errors.ts';
import { parseJson } from './parse-json.ts';

export interface PolicyPlaces {
  /** Where the administrator of the machine puts it; it wins. */
  readonly system: string;
  readonly env: Environment;
  readonly cwd: string;
}

/** `/etc/tada/policy.json`, or its like on macOS and Windows. */
export function systemPolicyPath(env: Environment, platform: NodeJS.Platform = process.platform): string {
  switch (platform) {
    case 'darwin':
      return '/Library/Application Support/tada/policy.json';
    case 'win32':
      return join(env.ProgramData || 'C:\\ProgramData', 'tada', 'policy.json');
    default:
      return '/etc/tada/policy.json';
  }
}

/**
 * The access policy: the system-wide file, or else the one `TADA_POLICY` names; undefined where there is neither.
 * Rejects with kind `configuration` when it can't be read, is malformed, or could have been changed by somebody else
 * than its owner: a policy that can't be trusted is no reason to let everybody do everything.
 */
export function readPolicy({ system, env, cwd }: PolicyPlaces): Policy | undefined {
  const atSystem = readIfThere(system);
  if (atSystem !== undefined) return atSystem;
  const named = env.TADA_POLICY;
  if (named === undefined || named === '') return undefined;
  const path = resolve(cwd, named);
  const policy = readIfThere(path);
  if (policy !== undefined) return policy;
  throw configurationError(
    `The access policy ${path} (TADA_POLICY) doesn't exist.`,
    'Correct the path in TADA_POLICY; without its policy tada does nothing.',
  );
}

function readIfThere(path: string): Policy | undefined {
  let text: string;
  try {
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry === undefined) return undefined;
    refuseReplaceable(path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // It is there and leads nowhere: a policy that is gone for now is no reason to let everybody do everything.
    if (isMissing(error)) throw leadsNowhere(path);
    throw storageError(error, 'read', path);
  }
  const result = policySchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const what = issue?.code === 'unrecognized_keys' ? `: it has no key "${issue.keys.join('", "')}"` : '';
  throw configurationError(
    `The access policy ${path} is broken${place}${what}.`,
    'It is {"roles":{"administrator":{"users":[],"groups":[]},"operator":{…},"business":{…}},"restrictedPii":{"users":[],"groups":[]}}; until it is put right tada does nothing.',
  );
}

function leadsNowhere(path: string) {
  return configurationError(
    `The access policy ${path} is a link that leads nowhere.`,
    'Put its file back, or remove the link; until then tada does nothing.',
  );
}

/**
 * Nobody else may be able to put another policy in this one's place: not by writing to the file, nor by renaming one of the
 * folders it is in, nor by turning a link on the way to it.
 */
function refuseReplaceable(path: string): void {
  let current = path;
  for (;;) {
    for (const folder of foldersAbove(current)) refuseUntrusted(folder, 'folder');
    const entry = lstatSync(current);
    if (!entry.isSymbolicLink()) break;
    refuseForeign(current, entry, 'link');
    // The folders that are links themselves are resolved, so that every step of the way is looked at.
    current = resolve(realpathSync(dirname(current)), readlinkSync(current));
    realpathSync(current);
  }
  for (const folder of foldersAbove(realpathSync(current))) refuseUntrusted(folder, 'folder');
  refuseUntrusted(current, 'file');
}

/** `/etc/tada/policy.json` → `/etc/tada`, `/etc`, `/`. */
function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** Windows has no such modes; there the permissions of the folder are the administrator's to set. */
function refuseUntrusted(path: string, what: 'file' | 'folder'): void {
  if (process.platform === 'win32') return;
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) refuseForeign(path, entry, 'link');
  const info = statSync(path);
  const { mode } = info;
  // In a folder such as /tmp everybody may write, but only owners may replace what is there.
  const isShared = what === 'folder' && (mode & STICKY) !== 0;
  if ((mode & OTHERS_WRITE) !== 0 && !isShared) {
    throw configurationError(
      `The access policy can't be trusted: the ${what} ${path} can be changed by others than its owner.`,
      `Take that permission away: \`chmod go-w "${path}"\`.`,
    );
  }
  refuseForeign(path, info, what);
}

function refuseForeign(path: string, { uid }: Stats, what: 'file' | 'folder' | 'link'): void {
  if (process.platform !== 'win32' && uid !== 0 && uid !== process.getuid?.()) {
    throw configurationError(
      `The access policy can't be trusted: the ${what} ${path} belongs to another user than root or you.`,
      'Let root own it.',
    );
  }
}
