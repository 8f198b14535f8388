import { describe, expect, test } from 'vitest';
import type { EventSetInfo, PixelInfo } from '../../../../src/core/ports/tiktok.ts';
import { OutcomeUnknownError } from '../../../../src/core/remedies/outcome-unknown.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import type { CredentialService } from '../../../../src/wizard/credential-service.ts';
import { EVENTS_PROFILE } from '../../support/events-profile.ts';
import { ADVERTISER, type Fake, fakeServices, known } from '../../support/fake-services.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

const SET: EventSetInfo = {
  id: '7200000000000000001',
  name: 'Stores',
  description: 'All of them',
  autoTracking: false,
};
const PIXEL: PixelInfo = { id: '7300000000000000001', code: 'C4ACMESHOP00000000P1', name: 'Web shop' };
const EMPTY = { ...EVENTS_PROFILE, destinations: [], templates: [], queries: [], orchestrations: [] };

function services(credentials: Partial<CredentialService> = {}): Fake {
  return fakeServices({
    profile: EMPTY,
    credentials: { eventSets: async () => [SET], pixels: async () => [PIXEL], ...credentials },
  });
}

const NEW = { id: 'destination', kind: 'events', credential: 'acme' } as const;

/** From the name to the question of where events come from. */
const TO_SOURCE = ['enter', 'enter'] as const;

describe('a new destination', () => {
  test('has its kind found by typing a few letters, and the way back to it', async () => {
    const view = await showWizard(services(), { id: 'destination', credential: 'acme' });
    await view.type('tik');
    expect(view.frame()).toContain('TikTok custom audiences');
    expect(view.frame()).toContain('TikTok conversion events');
    await walk(view, 'down', 'enter');
    expect(view.frame()).toContain('acme events');
    await walk(view, 'escape');
    expect(view.frame()).toContain('What do you want to send?');
    await view.type('aud');
    await walk(view, 'enter');
    expect(view.frame()).toContain('acme audiences');
  });
});

describe('a new destination for events', () => {
  test('is saved with the event set that was picked, the ad account’s time zone and a name', async () => {
    const fake = services();
    const view = await showWizard(fake, NEW);
    await walk(view, ...TO_SOURCE, 'enter');
    expect(view.frame()).toContain(`❯ 1 Stores  ${SET.id}`);
    await walk(view, 'enter');
    expect(view.frame()).toContain('❯ Purchase  an order was paid');
    await walk(view, 'enter');
    await view.paste('united states');
    await walk(view, 'enter');
    expect(view.frame()).toContain('❯ America/Los_Angeles  the ad account’s');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Test the connection and save');
    await walk(view, 'enter');
    expect(fake.profile().destinations).toEqual([
      {
        name: 'acme events',
        kind: 'events',
        credential: 'acme',
        advertiserIds: [ADVERTISER.id],
        eventSource: 'offline',
        eventSourceId: SET.id,
        fixedEventName: 'Purchase',
        autoTracking: false,
        defaultCountry: 'US',
        timeZone: 'America/Los_Angeles',
      },
    ]);
  });

  test('takes a pixel’s code, and offers it where its id was typed', async () => {
    const view = await showWizard(services(), NEW);
    await walk(view, ...TO_SOURCE, 'down', 'enter');
    expect(view.frame()).toContain(`❯ 1 Web shop  ${PIXEL.code}`);
    await walk(view, '2');
    await view.paste(PIXEL.id);
    await walk(view, 'enter');
    expect(view.frame()).toContain(`${PIXEL.id} is the id of the pixel “Web shop”.`);
    expect(view.frame()).toContain(`❯ 1 Use its code, ${PIXEL.code}`);
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which event, where rows name none?');
  });

  test('lets an id be typed where TikTok refuses to list', async () => {
    const refused = known('missing-permission', 'No permission to operate.', 'Ask an admin.');
    const view = await showWizard(
      services({
        eventSets: async () => {
          throw refused;
        },
      }),
      NEW,
    );
    await walk(view, ...TO_SOURCE, 'enter');
    expect(view.frame()).toContain('No permission to operate.');
    expect(view.frame()).toContain('❯ 1 Type the event set id');
    await walk(view, 'enter');
    await view.paste('C4ACMESHOP00000000P1');
    await walk(view, 'enter');
    expect(view.frame()).toContain('An event set id has digits only');
    await view.press('ctrl+u');
    await view.paste('7299999999999999999');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Which event, where rows name none?');
  });

  test('has a typed event name checked for its letters', async () => {
    const view = await showWizard(services(), NEW);
    await walk(view, ...TO_SOURCE, 'enter', 'enter');
    await view.type('type another');
    await walk(view, 'enter');
    await view.paste('completepayment');
    await walk(view, 'enter');
    expect(view.frame()).toContain('did you mean CompletePayment?');
    await view.press('ctrl+u');
    await view.paste('CompletePayment');
    await walk(view, 'enter');
    expect(view.frame()).toContain('Default country of phone numbers');
  });

  test('can leave source and name open', async () => {
    const fake = services();
    const view = await showWizard(fake, NEW);
    await walk(view, ...TO_SOURCE, 'enter', '4');
    await view.type('leave');
    await walk(view, 'enter', 'enter', 'enter');
    expect(view.frame()).toMatch(/Event source +given later/);
    expect(view.frame()).toMatch(/Event name +from the rows, or given later/);
    await walk(view, 'enter');
    expect(fake.profile().destinations[0]).not.toHaveProperty('eventSourceId');
    expect(fake.profile().destinations[0]).not.toHaveProperty('fixedEventName');
  });
});

describe('an event set', () => {
  test('is created from here and used', async () => {
    const made: unknown[] = [];
    const view = await showWizard(
      services({
        createEventSet: async (...args) => {
          made.push(args.slice(0, 3));
          return '7200000000000000077';
        },
      }),
      NEW,
    );
    await walk(view, ...TO_SOURCE, 'enter', '3');
    await view.paste('Stores');
    await walk(view, 'enter');
    expect(view.frame()).toContain('There is one of this name already.');
    await view.type(' 2');
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('TikTok needs a description.');
    await view.paste('Purchases');
    await walk(view, 'enter', 'down', 'enter');
    expect(made).toEqual([
      ['acme', ADVERTISER.id, { name: 'Stores 2', description: 'Purchases', autoTracking: true }],
    ]);
    expect(view.frame()).toContain('Which event, where rows name none?');
  });

  test('whose creation was never answered is looked for before it is made again', async () => {
    const lists: (readonly EventSetInfo[])[] = [[SET], [SET], [SET, { ...SET, id: '7277', name: 'New' }]];
    let requests = 0;
    const view = await showWizard(
      services({
        eventSets: async () => lists.shift() ?? [],
        createEventSet: async () => {
          requests += 1;
          throw new OutcomeUnknownError({
            fault: makeFault({ kind: 'network', message: 'reset' }),
            message: 'Nobody knows whether TikTok made the event set.',
            hint: 'Look at the list first.',
          });
        },
      }),
      NEW,
    );
    await walk(view, ...TO_SOURCE, 'enter', '3');
    await view.paste('New');
    await walk(view, 'enter');
    await view.paste('Purchases');
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('Nobody knows whether TikTok made the event set.');
    expect(view.frame()).not.toContain('Create it once more');
    await walk(view, '1');
    expect(view.frame()).toContain('TikTok lists no new event set “New”, for now.');
    expect(view.frame()).toContain('Create it once more');
    await walk(view, '1');
    expect(view.frame()).toContain('TikTok lists “New” now.');
    await walk(view, '1');
    expect(view.frame()).toContain('Which event, where rows name none?');
    expect(requests).toBe(1);
  });
});

describe('saving a destination for events', () => {
  const saved = { ...EVENTS_PROFILE, templates: [], queries: [], orchestrations: [] };

  test('doubts an event set that TikTok doesn’t list, and does it all the same when told to', async () => {
    const fake = fakeServices({ profile: saved, credentials: { eventSets: async () => [SET] } });
    const view = await showWizard(fake, { id: 'destination', name: 'acme events', focus: 'eventName' });
    await view.type('lead');
    await walk(view, 'enter', 'enter');
    expect(view.frame()).toContain('TikTok does not list the event set 7654321098765432109');
    expect(view.frame()).toContain('❯ 1 Change the event source');
    expect(fake.profile()).toEqual(saved);
    await walk(view, '3');
    expect(fake.profile().destinations).toMatchObject([{ fixedEventName: 'Lead' }]);
  });

  test('says nothing of an event source that can’t be looked up', async () => {
    const fake = fakeServices({
      profile: saved,
      credentials: {
        eventSets: async () => {
          throw known('missing-scope', 'No scope.', 'Ask for it.');
        },
      },
    });
    const view = await showWizard(fake, { id: 'destination', name: 'acme events', focus: 'eventName' });
    await view.type('lead');
    await walk(view, 'enter', 'enter');
    expect(fake.profile().destinations).toMatchObject([{ fixedEventName: 'Lead' }]);
  });
});
