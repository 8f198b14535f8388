import { expect, onTestFinished } from 'vitest';
import type { Simulator } from '../../../src/simulator/index.ts';
import { sha256 } from '../../support/sha256.ts';
import { audienceProfile, openWorkplace, type Workplace } from './cli.ts';
import { type LaunchOptions, launch, type PtySession } from './pty.ts';

/** The invented people of a delivery, and what TikTok must hold of them in the end. */
export interface People {
  readonly csv: string;
  readonly emailHashes: ReadonlySet<string>;
}

export function inventPeople(count: number): People {
  const emails = Array.from({ length: count }, (_, index) => `person${index + 1}@customers.example`);
  return {
    csv: ['email,phone', ...emails.map((email) => `${email},`), ''].join('\n'),
    emailHashes: new Set(emails.map(sha256)),
  };
}

export interface DeliveryPlace extends Workplace {
  readonly people: People;
  /** Opens the wizard in a pseudo-terminal of 80 × 24, ended with the test. */
  open(options?: LaunchOptions): PtySession;
}

/** A workplace with people in a file and a profile that delivers them, applied. Secrets go to a file. */
export async function openDelivery(
  simulator: Simulator,
  people: People,
  change: Parameters<typeof audienceProfile>[0] & { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<DeliveryPlace> {
  const place = openWorkplace(simulator);
  // Nobody's browser is opened over SSH, and the keyring of the machine isn't ours to write to.
  const env = {
    ...place.env,
    TADA_KEYRING: 'file',
    TADA_PASSPHRASE: 'correct horse',
    SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22',
    ...change.env,
  };
  place.write('customers.csv', people.csv);
  const credential = { appId: simulator.appId, ...change.credential };
  place.write('acme.json', audienceProfile({ ...change, credential }));
  const applied = await place.tadaWith(env, 'apply', 'acme.json');
  expect(applied.exitCode, applied.stderr).toBe(0);
  return {
    ...place,
    people,
    open: (options = {}) => {
      const session = launch({ ...options, env: { ...env, ...options.env } });
      onTestFinished(() => session.kill());
      return session;
    },
  };
}

/** Each page by words that only it shows, and the keys that lead on from it. */
export type Walk = readonly (readonly [shown: string | RegExp, ...keys: readonly string[]])[];

export async function walk(session: PtySession, pages: Walk): Promise<void> {
  for (const [shown, ...keys] of pages) {
    await session.waitFor(shown);
    session.press(...keys);
  }
}

/** From home to the first task of a run, with the one explicit yes on the way. */
export const SEND: Walk = [
  ['Preview vip', 'enter'],
  ['Rows read', 'enter'],
  ['Nothing has been sent yet.', 'enter'],
  ['“VIP” in the simulator?', 'y'],
];

/** Does on the simulator's consent page what a person does there; gives back where the browser ends up. */
export async function allow(link: string, choices: Readonly<Record<string, string>>): Promise<string> {
  const { origin, pathname, searchParams } = new URL(link);
  const form = new URLSearchParams({ ...Object.fromEntries(searchParams), ...choices, decision: 'allow' });
  const answer = await fetch(origin + pathname, { method: 'POST', body: form, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
}

/** The authorization link on the screen, put together from its lines. */
export async function linkOn(session: PtySession): Promise<string> {
  const screen = await session.waitFor(/redirect_uri/);
  const lines = screen.split('\n').map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('http'));
  return lines.slice(start, lines.indexOf('', start)).join('');
}

/** The audience at TikTok holds exactly these people: nobody is missing, nobody is there who shouldn't be. */
export function expectExactly(simulator: Simulator, advertiserId: string, people: People): void {
  const audiences = simulator.state.audiences(advertiserId);
  expect(audiences.map(({ name }) => name)).toEqual(['VIP']);
  const members = simulator.state.members(audiences[0]?.id ?? '', 'EMAIL_SHA256');
  expect(members).toEqual(people.emailHashes);
}

/** Neither people nor secrets have ever been on the terminal. */
export function expectNothingLeaked(session: PtySession, simulator: Simulator): void {
  expect(session.transcript()).not.toContain('@customers.example');
  expect(session.transcript()).not.toContain(simulator.secret);
  expect(session.transcript()).not.toContain(simulator.accessToken);
}
