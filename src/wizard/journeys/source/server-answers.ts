import { isSameContent } from '../../../core/profiles/same-content.ts';
import type { Profile, SecretReference, ServerSource } from '../../../core/profiles/schema.ts';
import { serverSourceSchema } from '../../../core/profiles/schema.ts';
import { type ServerSecret, serversOf } from '../../../core/profiles/server-secrets.ts';
import { ENGINE_NAMES, serverSecretKey } from '../../../core/profiles/source-tables.ts';
import type { ServerView } from '../../server-service.ts';
import { filled, problemOf } from '../common/check-field.ts';

/** How the server knows who asks. */
export type ServerAuthentication = 'none' | ServerSecret;

/** A Trino or Presto server as it is being set up; its secret stays in memory until it is handed over to be kept. */
export interface ServerAnswers {
  /** The source it started from; undefined for a new one. */
  readonly saved: ServerSource | undefined;
  /** True for a server that another query uses: how it is reached needn't be asked for again. */
  readonly isKnown: boolean;
  readonly url: string;
  readonly engine: ServerSource['engine'];
  readonly user: string;
  readonly authentication: ServerAuthentication;
  /** As typed; empty where the saved one stays. */
  readonly secret: string;
  /** PEM file of an authority that this machine doesn't know. */
  readonly caFile: string;
  readonly catalog: string;
  readonly schema: string;
  /** What the server showed; undefined until it was asked with these very settings. */
  readonly view: ServerView | undefined;
}

export const NEW_SERVER: ServerAnswers = {
  saved: undefined,
  isKnown: false,
  url: '',
  engine: 'trino',
  user: '',
  authentication: 'password',
  secret: '',
  caFile: '',
  catalog: '',
  schema: '',
  view: undefined,
};

/** The answers that lead to a source which is saved already. */
export function serverAnswers(saved: ServerSource, isKnown = false): ServerAnswers {
  const { url, engine, user, password, token, caFile = '', catalog = '', schema = '' } = saved;
  const authentication = password !== undefined ? 'password' : token !== undefined ? 'token' : 'none';
  return { ...NEW_SERVER, saved, isKnown, url, engine, user, authentication, caFile, catalog, schema };
}

/** What the connection is made of: after a change of it the server has to be asked again. */
const CONNECTION = ['url', 'engine', 'user', 'authentication', 'secret', 'caFile'] as const;

/** The answers with some of them changed. */
export function withServerChange(answers: ServerAnswers, change: Partial<ServerAnswers>): ServerAnswers {
  const isOther = CONNECTION.some((key) => change[key] !== undefined && change[key] !== answers[key]);
  return { ...answers, ...(isOther ? { view: undefined, isKnown: false } : {}), ...change };
}

/** An address as people write it, `trino.example.com:8443`, as one that says how it is reached. */
export function serverUrl(text: string): string {
  const url = text.trim().replace(/\/+$/, '');
  return url === '' || url.includes('://') ? url : `https://${url}`;
}

/** The reference to the saved secret, where it still leads to one: tada's own belong to a user of a server. */
export function keptSecret(answers: ServerAnswers): SecretReference | undefined {
  const { saved, authentication, user } = answers;
  if (saved === undefined || authentication === 'none') return undefined;
  const reference = saved[authentication];
  if (reference === undefined || !('keyring' in reference)) return reference;
  const url = serverUrl(answers.url);
  if (!URL.canParse(url)) return undefined;
  const key = serverSecretKey({ ...saved, url, user: user.trim() }, authentication);
  return key === serverSecretKey(saved, authentication) ? reference : undefined;
}

/** The secret as it was typed, for asking the server and for keeping it; undefined where the saved one stays. */
export function typedSecret({ authentication, secret }: ServerAnswers): string | undefined {
  return authentication === 'none' ? undefined : filled(secret);
}

/** The source as it is saved. */
export function toServerSource(answers: ServerAnswers): ServerSource {
  const { engine, authentication } = answers;
  const reference = typedSecret(answers) === undefined ? keptSecret(answers) : { keyring: true as const };
  const catalog = filled(answers.catalog);
  const schema = filled(answers.schema);
  const caFile = filled(answers.caFile);
  return {
    engine,
    url: serverUrl(answers.url),
    ...(catalog === undefined ? {} : { catalog }),
    ...(catalog === undefined || schema === undefined ? {} : { schema }),
    user: answers.user.trim(),
    ...(authentication === 'none' || reference === undefined ? {} : { [authentication]: reference }),
    ...(caFile === undefined ? {} : { caFile }),
  };
}

/** The servers that a profile reads from, each once with each of its places. */
export function knownServers(profile: Profile): readonly ServerSource[] {
  const byText = new Map(serversOf(profile).map((server) => [JSON.stringify(server), server]));
  return [...byText.values()];
}

/** What is wrong with the address. */
export function checkServerUrl(text: string): string | undefined {
  if (text.trim() === '') return 'The address of the server is needed.';
  return problemOf(serverSourceSchema.shape.url, serverUrl(text));
}

export function checkServerUser(text: string): string | undefined {
  return problemOf(serverSourceSchema.shape.user, text.trim());
}

/** What is wrong with the way in: a secret must be there, and nobody on the way may read it. */
export function checkAuthentication(answers: ServerAnswers): string | undefined {
  if (answers.authentication === 'none') return undefined;
  // A reference of any kind stands for the secret: only whether there will be one counts.
  const source = { ...toServerSource(answers), [answers.authentication]: { keyring: true } };
  return problemOf(serverSourceSchema, source);
}

/** What is wrong with the secret. */
export function checkServerSecret(answers: ServerAnswers): string | undefined {
  const { authentication } = answers;
  if (authentication === 'none' || typedSecret(answers) !== undefined) return undefined;
  return keptSecret(answers) === undefined ? `The ${authentication} is needed.` : undefined;
}

/** The server must have let its user in, unless nothing changed since it was saved. */
export function checkConnection(answers: ServerAnswers): string | undefined {
  if (answers.view !== undefined) return undefined;
  const { saved } = answers;
  const isAsSaved =
    saved !== undefined && isSameContent(toServerSource(answers), { ...saved, url: serverUrl(saved.url) });
  return isAsSaved && typedSecret(answers) === undefined && !answers.isKnown ? undefined : 'Not tested yet.';
}

const AUTHENTICATION_WORDS: Readonly<Record<ServerAuthentication, string>> = {
  none: 'the user’s name only',
  password: 'user and password',
  token: 'a token',
};

export function authenticationInWords({ authentication }: ServerAnswers): string {
  return AUTHENTICATION_WORDS[authentication];
}

/** Where the secret is, never what it is. */
export function secretInWords(answers: ServerAnswers): string {
  if (typedSecret(answers) !== undefined) return 'entered';
  const kept = keptSecret(answers);
  if (kept === undefined) return 'none';
  if ('env' in kept) return `in the variable ${kept.env}`;
  return 'file' in kept ? `in the file ${kept.file}` : 'kept';
}

export function engineInWords({ engine }: Pick<ServerAnswers, 'engine'>): string {
  return ENGINE_NAMES[engine];
}
