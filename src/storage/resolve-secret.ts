import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { configurationError } from '../core/errors.ts';
import type { ResolveSecret, SecretStore } from '../core/ports/storage.ts';
import { errorCode, isMissing } from '../core/system-errors.ts';
import { capitalised } from '../core/wording.ts';
import type { Environment } from './home.ts';

const PLACES = { os: "the system's keyring", file: 'the encrypted file', memory: 'memory' } as const;

/**
 * Finds the secret a reference stands for. Relative paths start at `baseFolder`. Line breaks at the end are
 * dropped: editors and `echo` add them, and no token has one. Rejects with kind `configuration` when there is
 * nothing; messages name the place, never what is in it.
 */
export function resolveSecret(
  store: Pick<SecretStore, 'get' | 'kind'>,
  env: Environment,
  baseFolder: string,
): ResolveSecret {
  return async (reference, key) => {
    if ('env' in reference) return fromEnvironment(reference.env, env);
    if ('file' in reference) return fromFile(resolve(baseFolder, reference.file));
    const secret = await store.get(key);
    if (secret !== undefined) return secret;
    throw configurationError(
      `${capitalised(PLACES[await store.kind()])} has no secret for ${key}.`,
      `${again(key)} If it was saved in another place, set TADA_KEYRING (os, file) to that one.`,
    );
  };
}

/** How a secret gets there once more; keys of servers begin with `server/`. */
function again(key: string): string {
  return key.startsWith('server/')
    ? 'Open the query in the wizard, choose Password or Token there, and enter it again.'
    : 'Authorize the credential again.';
}

function fromEnvironment(name: string, env: Environment): string {
  const place = `The environment variable ${name}, which holds a secret,`;
  return checked(env[name] ?? '', place, `Set ${name} and try again.`, "isn't set");
}

function fromFile(path: string): string {
  const place = `The file ${path}, which holds a secret,`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const problem = isMissing(error) ? "doesn't exist" : `can't be read (${code})`;
    throw configurationError(
      `${place} ${problem}.`,
      "Correct the path in the profile, or the file's permissions.",
    );
  }
  return checked(text, place, 'Put the secret into it, in one line.', 'is empty');
}

function checked(text: string, place: string, hint: string, nothing: string): string {
  const secret = text.replace(/[\r\n]+$/, '');
  if (secret === '') throw configurationError(`${place} ${nothing}.`, hint);
  // It becomes part of a request's head, where a line break would start something else.
  if (/[\r\n]/.test(secret)) throw configurationError(`${place} holds more than one line.`, hint);
  return secret;
}
