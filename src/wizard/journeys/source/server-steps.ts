import { checkOptionalLine, filled } from '../common/check-field.ts';
import type { FormStep } from '../common/form.ts';
import {
  authenticationInWords,
  checkAuthentication,
  checkConnection,
  checkServerSecret,
  checkServerUrl,
  checkServerUser,
  engineInWords,
  type ServerAnswers,
  secretInWords,
  serverUrl,
} from './server-answers.ts';

/** What is asked about a server. */
export type ServerStep =
  | 'server'
  | 'engine'
  | 'user'
  | 'authentication'
  | 'secret'
  | 'connection'
  | 'catalog'
  | 'schema'
  | 'serverTable'
  | 'certificate';

/** The part of a form's answers that is about its server. */
export interface AboutServer {
  /** The saved thing it started from. */
  readonly saved: object | undefined;
  readonly place: 'files' | 'server';
  readonly asked: ServerAnswers;
}

const isFiles = ({ place }: AboutServer): boolean => place === 'files';
/** How a known server is reached was said before. */
const isReached = ({ place, asked }: AboutServer): boolean => place === 'files' || asked.isKnown;

/** A server, question by question: the way to it and in, whether it works, and what to read there. */
export const SERVER_STEPS: readonly FormStep<ServerStep, AboutServer>[] = [
  {
    id: 'server',
    title: 'Server',
    isSkipped: isReached,
    check: ({ asked }) => checkServerUrl(asked.url),
    inWords: ({ asked }) => serverUrl(asked.url),
  },
  {
    id: 'engine',
    title: 'Kind',
    isSkipped: isReached,
    inWords: ({ asked }) => engineInWords(asked),
  },
  {
    id: 'user',
    title: 'User',
    isSkipped: isReached,
    check: ({ asked }) => checkServerUser(asked.user),
    inWords: ({ asked }) => asked.user,
  },
  {
    id: 'authentication',
    title: 'Sign in',
    isSkipped: isReached,
    check: ({ asked }) => checkAuthentication(asked),
    inWords: ({ asked }) => authenticationInWords(asked),
  },
  {
    id: 'secret',
    title: 'Secret',
    isSkipped: (answers) => isReached(answers) || answers.asked.authentication === 'none',
    check: ({ asked }) => checkServerSecret(asked),
    inWords: ({ asked }) => secretInWords(asked),
  },
  {
    id: 'connection',
    title: 'Connection',
    isSkipped: isFiles,
    check: ({ asked }) => checkConnection(asked),
    inWords: ({ asked }) =>
      asked.view === undefined ? (checkConnection(asked) === undefined ? 'as saved' : 'not tested') : 'works',
  },
  {
    id: 'catalog',
    title: 'Catalog',
    isSkipped: isFiles,
    inWords: ({ asked }) => filled(asked.catalog) ?? 'none',
  },
  {
    id: 'schema',
    title: 'Schema',
    isSkipped: (answers) => isFiles(answers) || answers.asked.catalog === '',
    inWords: ({ asked }) => filled(asked.schema) ?? 'none',
  },
  {
    id: 'serverTable',
    title: 'Table',
    isSkipped: (answers) => isFiles(answers) || answers.saved !== undefined || answers.asked.schema === '',
  },
  {
    id: 'certificate',
    title: 'Certificate',
    isOptional: true,
    isSkipped: (answers) => isReached(answers) || serverUrl(answers.asked.url).startsWith('http:'),
    check: ({ asked }) => checkOptionalLine(asked.caFile),
    inWords: ({ asked }) => filled(asked.caFile) ?? 'of an authority this machine knows',
  },
];
