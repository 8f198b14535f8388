import { afterEach, describe, expect, test } from 'vitest';
import { allow, type Walk, walk } from './support/delivery-wizard.ts';
import { type LaunchOptions, launch, type PtySession } from './support/pty.ts';

const sessions: PtySession[] = [];

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.kill()));
});

function openDemo(options: LaunchOptions = {}): PtySession {
  const session = launch({ args: ['demo'], ...options });
  sessions.push(session);
  return session;
}

const CREDENTIAL: Walk = [
  ['Send an audience', 'enter'],
  ['Name of this credential', 'enter'],
  ['How do you authorize tada?', 'enter'],
  ['Lists your advertisers', 'enter'],
  ['Beside the app id', 'enter'],
  ['Masked here', 'enter'],
  ['TikTok accepts it', 'enter'],
  ['Save this credential', 'enter'],
];

const DESTINATION: Walk = [
  ['Name of this destination', 'enter'],
  ['Which ad accounts get the audience?', 'enter'],
  ['Which audience is filled?', 'enter'],
  ['What are people recognised by?', 'enter'],
  [/Default country of phone\s+numbers/, 'enter'],
  ['What happens to VIP customers?', 'enter'],
  ['Test the connection and save', 'enter'],
];

const DATA: Walk = [
  ['Which file holds the people?', 'enter'],
  ['Is this the right data?', 'enter'],
  ['Is this the right query?', 'enter'],
  ['Save this query', 'enter'],
  ['Which columns of Customer360 are sent?', 'enter'],
  ['Save this template', 'enter'],
];

/** Nobody's address or number has ever been written to the terminal. */
function expectNobodyShown(session: PtySession): void {
  expect(session.transcript()).not.toMatch(/[a-z0-9._-]{3,}@[a-z-]{3,}\.(?:com|org|net)/i);
  expect(session.transcript()).not.toMatch(/\+1\d{10}|\+44\d{10}/);
}

/** An editor that knows what is wrong. */
const REPAIRING = `"${process.execPath}" -e 'const f = require("fs"), p = process.argv.at(-1); f.writeFileSync(p, f.readFileSync(p, "utf8").replace("xemail", "email"))'`;

describe('from home to the preview, in the demo', () => {
  test('Enter is enough in the smallest window', async () => {
    const session = openDemo({ columns: 40, rows: 15 });
    await walk(session, [...CREDENTIAL, ...DESTINATION, ...DATA]);
    await session.waitFor('Step 5 of 6');
    await session.waitFor('4,000');
    expect(session.screen()).toContain('simulator');
    expect(session.fullClears()).toBe(0);
    expectNobodyShown(session);
  });

  test('what is answered on the way stays, also when it is typed in a burst and left with Esc', async () => {
    const session = openDemo();
    await walk(session, CREDENTIAL);
    await session.waitFor('demo audiences');
    session.press('ctrl+u');
    session.type('our shops 顧客');
    session.press('enter');
    await walk(session, [['Which ad accounts get the audience?', 'escape']]);
    await session.waitFor('our shops 顧客');
    session.press('escape');
    await session.waitFor('Set up a new destination');
    session.press('enter');
    await session.waitFor('our shops 顧客');
    await walk(session, [['Name of this destination', 'enter'], ...DESTINATION.slice(1, -1)]);
    await session.waitFor(/Name +our shops 顧客/);
  });

  test('a mistake in the SQL is shown at its place until it is put right', async () => {
    const session = openDemo({ env: { EDITOR: REPAIRING } });
    await walk(session, [...CREDENTIAL, ...DESTINATION, ...DATA.slice(0, 2)]);
    await walk(session, [['It gives the columns EMAIL, PHONE.', 'down', 'enter']]);
    await session.waitFor('line 4, column 17');
    session.press('up', 'up', 'home', 'right', 'right');
    session.type('x');
    await session.waitFor(/Line 2: column xemail doesn['’]t exist; did you mean email/);
    session.press('ctrl+s');
    // In the person's own editor, on the same terminal; the wizard takes over again with what was saved.
    session.press('ctrl+o');
    await session.waitFor('It gives the columns EMAIL, PHONE.');
    session.press('ctrl+s');
    await session.waitFor('Save this query');
  });
});

describe('authorizing in the browser', () => {
  async function linkOf(session: PtySession): Promise<string> {
    const screen = await session.waitFor(/https?:\/\/[\s\S]*callback/);
    const lines = screen.split('\n').map((line) => line.trim());
    const start = lines.findIndex((line) => line.startsWith('http'));
    const end = lines.indexOf('', start);
    return lines.slice(start, end).join('');
  }

  test('works without one: the link goes elsewhere, and what comes back is pasted', async () => {
    const session = openDemo({ env: { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' } });
    await walk(session, [...CREDENTIAL.slice(0, 2), ['How do you authorize tada?', 'up', 'enter']]);
    await walk(session, [
      ['My Apps, App Detail', 'enter'],
      ['Beside the app id', 'enter'],
    ]);
    const analyst = await allow(await linkOf(session), { role: 'ANALYST' });
    session.paste(analyst);
    await session.waitFor('This person is an Analyst and may only read.');
    session.press('enter');
    const operator = await allow(await linkOf(session), { role: 'OPERATOR' });
    session.paste(operator);
    await session.waitFor(/Acme .*Operator/);
    await walk(session, [
      ['❯ 1 Continue', 'enter'],
      ['Save this credential', 'enter'],
    ]);
    await session.waitFor('Step 2 of 6');
    const code = new URL(operator).searchParams.get('auth_code') ?? 'none';
    expect(session.transcript()).not.toContain(code);
  });
});
