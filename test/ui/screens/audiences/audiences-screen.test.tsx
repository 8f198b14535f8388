import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Services } from '../../../../src/wizard/services.ts';
import { type Office, office } from '../../../commands/support/office.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import type { Shown, ShowOptions } from '../../support/show.tsx';

/*
 * The screen over the services as they are, asking the simulator over loopback. An open destination fills "VIP", one
 * for administrators only "Board", both in the same ad account.
 */

let place: Office;
let advertiserId: string;

beforeEach(async () => {
  place = await office();
  advertiserId = place.simulator.advertiserIds[0] ?? '';
});

const names = () => place.simulator.state.audiences().map(({ name }) => name);

/** Turns of the event loop in which an answer over loopback, or of the engine, is surely there. */
const MOST_TURNS = 50_000;

/** Waits for what an answer brings onto the screen. */
async function seen(view: Shown, text: string | RegExp): Promise<void> {
  const words = () => view.frame().replaceAll(/\s+/g, ' ');
  const isThere = () => (typeof text === 'string' ? words().includes(text) : text.test(words()));
  for (let turn = 0; turn < MOST_TURNS && !isThere(); turn += 1) await view.settle();
  expect(words()).toMatch(text);
}

/** The audiences of the ad account, asked for with the credential of the open destination. */
async function listed(services: Services = place.services, options?: ShowOptions): Promise<Shown> {
  const view = await showWizard(services, { id: 'audiences' }, options);
  expect(view.frame()).toContain('Of which ad account?');
  await view.press('1');
  await seen(view, /\d+ audiences?/);
  return view;
}

/** The question before an audience that the list was narrowed to goes. */
async function askedToDelete(view: Shown, filter: string): Promise<void> {
  await view.type(filter);
  await view.press('enter');
  await seen(view, 'Audience id:');
  await view.press('enter', 'up', 'enter');
  await seen(view, 'Delete “');
}

describe('the list', () => {
  test('tells of every audience whether it can be used, how it is filled, and by what', async () => {
    await place.run('vip');
    place.simulator.control.addAudience(advertiserId, 'Somebody else’s');
    const view = await listed(place.services, { columns: 110, rows: 24 });
    expect(view.frame()).toContain('2 audiences');
    expect(view.frame()).toMatch(/VIP {2}not usable yet, streaming, ledger here, filled by acme audiences/);
    expect(view.frame()).toMatch(/Somebody else’s {2}not usable yet, streaming$/m);
    await view.type('vip');
    expect(view.frame()).not.toContain('Somebody else’s');
  });

  test.each([
    [80, 24],
    [40, 20],
  ])('fits a window of %i × %i, as what is behind it does', async (columns, rows) => {
    place.simulator.control.addAudience(advertiserId, 'VIP');
    const view = await listed(place.services, { columns, rows });
    expectToFit(view, columns, rows);
    await view.press('enter');
    await seen(view, 'Audience id:');
    expectToFit(view, columns, rows);
    await view.press('enter');
    expectToFit(view, columns, rows);
    await view.press('up', 'enter');
    await seen(view, 'Type VIP to go on.');
    expectToFit(view, columns, rows);
  });

  test('says what TikTok says where it can’t be had, and lets the access be renewed', async () => {
    place.simulator.control.revokeToken();
    const view = await showWizard(place.services, { id: 'audiences' });
    await view.press('1');
    await seen(view, 'Authorize again');
    await view.press('2');
    expect(view.frame()).toContain('FORM id=credential name=acme authorizeOnly=true');
  });
});

describe('one audience', () => {
  test('shows its id, which is copied by a key, its state and what is known of it here', async () => {
    await place.run('vip');
    const id = place.simulator.state.audiences()[0]?.id ?? '';
    const copied: string[] = [];
    const view = await listed({ ...place.services, copy: (text) => void copied.push(text) });
    await view.press('enter');
    for (const text of [
      `Audience id: ${id}`,
      'still building it; that can take up to 48 hours',
      'made by streaming (Partner)',
      'a ledger of everyone in it',
      'Filled by: acme audiences',
      'an ad group needs 1,000 matched members',
    ]) {
      await seen(view, text);
    }
    await view.press('ctrl+y');
    expect(copied).toEqual([id]);
  });

  test('can be watched as after a run', async () => {
    const id = place.simulator.control.addAudience(advertiserId, 'Other');
    const view = await listed();
    await view.press('enter', 'enter', '1');
    await seen(
      view,
      `Other (${id}) TikTok is still building it; that can take up to 48 hours. 1 look so far.`,
    );
    await view.press('escape');
    await seen(view, 'Audience id:');
  });
});

test('the ledger that another machine has of an audience is taken over from its file', async () => {
  await place.run('vip');
  await place.services.ledgers.export('VIP', 'vip.ledger');
  const id = place.simulator.state.audiences()[0]?.id ?? '';
  place.simulator.control.addAudience(advertiserId, 'Other');
  const elsewhere = await place.as('administrator', { home: join(place.folder, 'other-home') });
  await elsewhere.profile.update(() => place.declared());
  const view = await listed(elsewhere);
  await view.type('vip');
  await view.press('enter');
  await seen(view, 'no ledger: another machine');
  await view.press('enter', '2');
  await view.type('gone.ledger');
  await view.press('enter');
  await seen(view, 'gone.ledger');
  await view.press('ctrl+u');
  await view.type('vip.ledger');
  await view.press('enter');
  await seen(view, 'The ledger is here: 12 identifiers. It holds everyone in the audience.');
  expect(elsewhere.runs.audiences()).toMatchObject([{ audienceId: id, ledgerComplete: true }]);
  await view.press('enter');
  await seen(view, /VIP.*ledger here/);
});

describe('deleting', () => {
  test('takes the whole name, typed: Enter alone and another name delete nothing', async () => {
    place.simulator.control.addAudience(advertiserId, 'VIP');
    const view = await listed();
    await askedToDelete(view, 'vip');
    await view.press('enter', 'enter');
    await view.type('vip');
    await view.press('enter', 'enter');
    await seen(view, 'Type VIP, exactly as it is written here.');
    await view.press('escape');
    await seen(view, 'Audience id:');
    expect(names()).toEqual(['VIP']);
  });

  test('is done at TikTok and here, and the next run makes a new audience', async () => {
    await place.run('vip');
    const [first] = place.simulator.state.audiences();
    const view = await listed();
    await askedToDelete(view, 'vip');
    await seen(
      view,
      'can’t be undone, and ad groups that use it lose it. Its ledger and record here are forgotten',
    );
    await view.type('VIP');
    await view.press('enter');
    await seen(view, 'is deleted at TikTok. Its ledger and record here are forgotten.');
    expect(view.frame().replaceAll(/\s+/g, ' ')).toContain(
      'The next run that fills it (acme audiences) makes a new, empty one',
    );
    expect(names()).toEqual([]);
    expect(place.services.runs.audiences()).toEqual([]);
    await expect(place.services.ledgers.export('VIP', 'gone.ledger')).rejects.toMatchObject({
      kind: 'usage',
    });
    await view.press('enter');
    await seen(view, 'TikTok lists no audience in this ad account.');

    const again = await place.run('vip');
    expect(again.summary).toMatchObject({
      outcome: 'completed',
      audience: { created: true },
      delivery: { added: 12 },
    });
    expect(place.simulator.state.audiences()[0]?.id).not.toBe(first?.id);
  });

  test('is refused with the rule where the audience is for administrators only, and to business users', async () => {
    const id = place.simulator.control.addAudience(advertiserId, 'Board');
    const account = { credential: 'acme', advertiserId };
    const operator = await place.as('operator');
    const view = await listed(operator);
    await view.press('enter', 'enter', 'up', 'enter');
    await seen(view, /rule admin-only/);
    await expect(operator.audiences.delete(account, { id, name: 'Board' })).rejects.toMatchObject({
      kind: 'forbidden-by-policy',
    });
    const other = { id: place.simulator.control.addAudience(advertiserId, 'Other'), name: 'Other' };
    const business = await place.as(undefined);
    expect(() => business.audiences.checkDeletion(account, other)).toThrow('rule business-changes-nothing');
    const restricted = await place.as('operator', { isRestricted: true });
    expect(() => restricted.audiences.checkDeletion(account, other)).toThrow('rule restricted-pii');
    expect(names()).toHaveLength(2);
    await operator.audiences.delete(account, other);
    expect(names()).toEqual(['Board']);
  });

  test('that TikTok refuses is told with its request id, and everything here stays', async () => {
    await place.run('vip');
    const view = await listed();
    await askedToDelete(view, 'vip');
    place.simulator.control.setRole('ANALYST');
    await view.type('VIP');
    await view.press('enter');
    await seen(view, /Error:.*(?:Request id|id) \w+.*Look at the list again/);
    expect(names()).toEqual(['VIP']);
    expect(place.services.runs.audiences()).toHaveLength(1);
    await view.press('2');
    await seen(view, 'Type VIP to go on.');
  });

  test('looks first: what has another name by now, or is gone, is left alone', async () => {
    const id = place.simulator.control.addAudience(advertiserId, 'VIP');
    const account = { credential: 'acme', advertiserId };
    const deletion = (name: string) => place.services.audiences.delete(account, { id, name });
    await expect(deletion('Old')).rejects.toMatchObject({ kind: 'safety-stop' });
    expect(names()).toEqual(['VIP']);
    place.simulator.control.deleteAudience(id);
    await expect(deletion('VIP')).rejects.toMatchObject({ kind: 'audience-not-found' });
  });
});
