import { act } from 'react';
import { describe, expect, test } from 'vitest';
import type { DeliveryEvent, GroupSummary } from '../../../../src/core/delivery/events.ts';
import type { AudienceReview } from '../../../../src/core/delivery/prepare-audience.ts';
import type {
  CampaignAudiencePreview,
  CampaignPreview,
} from '../../../../src/core/delivery/preview-campaign.ts';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { makeFault } from '../../../../src/core/remedies/remedies.ts';
import { expectToFit } from '../../support/delivery-fits.ts';
import { type PlayedRun, playedServices, profileIn, recordWith } from '../../support/delivery-services.ts';
import { showWizard } from '../../support/delivery-show.tsx';
import { NO_ROWS, planWith, previewWith, summaryWith } from '../../support/delivery-values.ts';
import type { Shown } from '../../support/show.tsx';

const AUDIENCES = { a: 'Spring A', b: 'Spring B' } as const;

function profileWith(environment: 'simulator' | 'production' = 'simulator'): Profile {
  return profileSchema.parse({
    ...profileIn(environment),
    segments: [
      {
        name: 'loyal',
        source: { engine: 'embedded', tables: { people: '/data/customers.csv' } },
        table: 'people',
      },
      {
        name: 'returned',
        source: { engine: 'embedded', tables: { people: '/data/returned.csv' } },
        table: 'people',
      },
    ],
    campaigns: [
      {
        name: 'spring',
        key: 'id',
        include: ['loyal'],
        exclude: ['returned'],
        groups: [
          { name: 'control', percent: 10, control: true },
          { name: 'a', percent: 45, destination: 'acme audiences', audienceName: AUDIENCES.a },
          { name: 'b', percent: 45, destination: 'acme audiences', audienceName: AUDIENCES.b },
        ],
      },
    ],
  });
}

const DELIVERY = { requests: 0, retries: 0 };

function audience(
  label: keyof typeof AUDIENCES,
  change: Partial<CampaignAudiencePreview> = {},
): CampaignAudiencePreview {
  return {
    label,
    destination: 'acme audiences',
    audienceName: AUDIENCES[label],
    people: 450,
    rows: { ...NO_ROWS, read: 450, valid: 450, unique: 450, sent: 450 },
    delivery: { ...DELIVERY, added: 900, removed: 0, unchanged: 0 },
    ...change,
  };
}

function campaignPreview(
  audiences: readonly CampaignAudiencePreview[] = [audience('a'), audience('b')],
  people = { total: 1010, excluded: 10, outside: 0 },
): CampaignPreview {
  const rows = { ...NO_ROWS, read: 1000, valid: 900, unique: 900, sent: 900, control: 100 };
  return {
    campaign: 'spring',
    people,
    groups: [
      {
        name: 'control',
        control: true,
        people: 100,
        rows: { ...NO_ROWS, read: 100, control: 100 },
        delivery: DELIVERY,
      },
      ...audiences.map(({ label, ...each }) => ({ ...each, name: label, control: false })),
    ],
    audiences,
    segments: [{ name: 'loyal', included: true, people: 1010 }],
    overlaps: [],
    rows,
    identifiers: {},
    delivery: { ...DELIVERY, added: 1800 },
    warnings: [{ code: 'no-key', message: '3 rows have no id: they can be in no group and are not sent.' }],
  };
}

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 40, rows: 15 },
  { columns: 120, rows: 40 },
];

const LARGE = { percent: 87, message: 'This would remove 184 of 212 identifiers, 86.7% of the audience.' };

describe.each(SIZES)('in $columns × $rows', (size) => {
  test('the preview shows groups, segments, rows and warnings, and leads to the review', async () => {
    const services = playedServices({ profile: profileWith(), campaignPreview: campaignPreview() });
    const shown = await showWizard(services, { id: 'preview', orchestration: 'spring' }, size);
    const pages = [/1,010 people, 10 left out/, /loyal/, /Rows of its people/, /3 rows have no id/];
    for (const page of pages) {
      expect(shown.frame()).toMatch(page);
      expect(shown.frame()).not.toMatch(/Unus\w*…|not s\w*…/);
      expectToFit(shown, size.columns, size.rows);
      await shown.press('right');
    }
    await shown.press('enter');
    await shown.settle();
    expect(shown.frame()).toContain('Nothing has been sent yet.');
    expectToFit(shown, size.columns, size.rows);
  });

  test('each group tells how it is getting on; the control group is left alone', async () => {
    const { shown, run } = await begin(size);
    expect(shown.frame()).toMatch(/a +waiting/);
    await tell(
      shown,
      run,
      { type: 'task', name: 'query', status: 'completed', detail: '1,010 people' },
      { type: 'task', name: 'prepare', status: 'completed', detail: '450 to send', group: 'a' },
      { type: 'task', name: 'deliver', status: 'running', group: 'a' },
      {
        type: 'progress',
        task: 'deliver',
        group: 'a',
        done: 100,
        total: 450,
        unit: 'people',
        perSecond: 10,
      },
      { type: 'warning', code: 'no-ledger', message: 'No record.', group: 'b' },
    );
    expect(shown.frame()).toMatch(/a +Deliver: 100 of 450 people/);
    expect(shown.frame()).toMatch(/b +waiting/);
    expect(shown.frame()).toMatch(/control +control group, never/);
    expect(shown.frame()).toContain('b: No record.');
    expectToFit(shown, size.columns, size.rows);
  });
});

async function begin(size = SIZES[0]) {
  const services = playedServices({ profile: profileWith() });
  const agreed = [
    { label: 'a', added: 900, removed: 0 },
    { label: 'b', added: 0, removed: 184, allowRemovalPercent: 87 },
  ];
  const shown = await showWizard(services, { id: 'run', orchestration: 'spring', agreed }, size);
  const [run] = services.played;
  if (run === undefined) throw new Error('The run was not started');
  return { services, shown, run };
}

async function tell(shown: Shown, run: PlayedRun, ...events: readonly DeliveryEvent[]): Promise<void> {
  run.tell(...events);
  await shown.settle();
}

function reviewOf(group: 'a' | 'b', added: number, removed: number): AudienceReview {
  const { staged } = previewWith();
  const plan = planWith();
  const delivery = { ...plan.expected.delivery, added, removed };
  return {
    kind: 'audience',
    group,
    staged,
    plan: { ...plan, expected: { ...plan.expected, delivery } },
    target: { kind: 'new', name: AUDIENCES[group] },
    warnings: [],
  };
}

describe('the review of a campaign', () => {
  test('says what leaves for whom, each line an Enter away from its answer', async () => {
    const services = playedServices({ profile: profileWith(), campaignPreview: campaignPreview() });
    const shown = await showWizard(
      services,
      { id: 'review', orchestration: 'spring' },
      { columns: 110, rows: 30 },
    );
    expect(shown.frame()).toMatch(/→ a +add 900, remove 0: 450 people to Spring A \(acme audiences\)/);
    expect(shown.frame()).toMatch(/control +100 people, never sent/);
    expect(shown.frame()).toMatch(/Left out +10 people in returned/);
    expect(shown.frame().match(/Left out/g)).toHaveLength(1);
    expect(shown.frame()).toMatch(/Told apart by +id/);
    await shown.press('enter');
    expect(shown.frame()).toContain('Add 1,800 identifiers, in 2 audiences in the simulator?');
    await shown.press('enter');
    expect(services.played).toHaveLength(0);
  });

  test('never shows a part of a number where the window is narrow', async () => {
    const busy = audience('a', { delivery: { ...DELIVERY, added: 12_345, removed: 1_498, unchanged: 0 } });
    const preview = campaignPreview([busy, audience('b')]);
    const services = playedServices({ profile: profileWith(), campaignPreview: preview });
    const shown = await showWizard(
      services,
      { id: 'review', orchestration: 'spring' },
      { columns: 50, rows: 24 },
    );
    expect(shown.frame()).toContain('add 12,345, remove 1,498');
  });

  test('asks for the name of every audience that would lose most of its people, and then for a yes', async () => {
    const shrunk = audience('b', {
      delivery: { ...DELIVERY, added: 0, removed: 184, unchanged: 28 },
      largeRemoval: LARGE,
    });
    const preview = campaignPreview([audience('a'), shrunk]);
    const services = playedServices({ profile: profileWith('production'), campaignPreview: preview });
    const shown = await showWizard(services, { id: 'review', orchestration: 'spring', campaign: preview });
    await shown.press('enter');
    expect(shown.frame()).toContain('PRODUCTION');
    expect(shown.frame()).toMatch(/“Spring B”: This would remove 184 of 212\s+identifiers/);
    await shown.type('Spring A');
    await shown.press('enter');
    expect(shown.frame()).toContain('“Spring B”');
    await shown.press('ctrl+u');
    await shown.type('Spring B');
    await shown.press('enter');
    expect(shown.frame()).toMatch(
      /Add 900 identifiers and remove 184 identifiers, in 2\s+audiences in PRODUCTION\?/,
    );
    await shown.press('y');
    await shown.settle();
    expect(services.played).toHaveLength(1);
    expect(services.played[0]?.options.allowRemovalPercent).toBeUndefined();
  });

  test('sends nothing of a campaign whose people are all left out', async () => {
    const nobody = { people: 0, rows: NO_ROWS };
    const preview = campaignPreview([audience('a', nobody), audience('b', nobody)], {
      total: 12,
      excluded: 12,
      outside: 0,
    });
    const services = playedServices({ profile: profileWith(), campaignPreview: preview });
    const shown = await showWizard(services, { id: 'review', orchestration: 'spring', campaign: preview });
    await shown.press('enter');
    expect(shown.frame()).toContain('All people of its segments are left out');
    await shown.press('y', 'enter');
    expect(services.played).toHaveLength(0);
  });

  test('sends a test audience of every group first, where that is chosen', async () => {
    const preview = campaignPreview();
    const services = playedServices({ profile: profileWith(), campaignPreview: preview });
    const shown = await showWizard(services, { id: 'review', orchestration: 'spring', campaign: preview });
    await shown.press('down', 'enter');
    expect(shown.frame()).toMatch(/Send up to 10 members of each group to separate test\s+audiences/);
    await shown.press('y');
    await shown.settle();
    expect(services.played[0]?.options.testMembers).toBe(10);
  });
});

describe('a run of a campaign', () => {
  test('asks again about the one audience that isn’t what was agreed to', async () => {
    const { shown, run } = await begin();
    const same = await act(async () => ({ given: run.options.confirm?.(reviewOf('a', 900, 0)) }));
    expect(await same.given).toBe(true);
    const other = await act(async () => ({ given: run.options.confirm?.(reviewOf('b', 0, 200)) }));
    await shown.settle();
    expect(shown.frame()).toMatch(
      /Group b: The preview showed 0 identifiers to add and 184 identifiers to\s+remove/,
    );
    await shown.press('y');
    expect(await other.given).toBe(true);
  });

  test('takes the typed name for the removal that was shown, and asks for it where more would leave', async () => {
    const { shown, run } = await begin();
    const removal = { message: 'Much of it.', audience: 'Spring B', group: 'b' };
    expect(await run.options.confirmRemoval?.({ ...removal, percent: 87 })).toBe(true);
    const more = await act(async () => ({
      given: run.options.confirmRemoval?.({ ...removal, percent: 95 }),
    }));
    const other = { message: 'All of it.', audience: 'Spring A', group: 'a', percent: 60 };
    await shown.settle();
    expect(shown.frame()).toContain('Type Spring B to go on');
    await shown.type('Spring B');
    await shown.press('enter');
    expect(await more.given).toBe(true);
    await act(async () => void run.options.confirmRemoval?.(other));
    await shown.settle();
    expect(shown.frame()).toContain('Type Spring A to go on');
  });

  const groups: readonly GroupSummary[] = [
    {
      name: 'control',
      control: true,
      people: 100,
      rows: { ...NO_ROWS, read: 100, control: 100 },
      delivery: DELIVERY,
    },
    {
      name: 'a',
      control: false,
      people: 450,
      audience: { id: '71', name: AUDIENCES.a, created: true },
      rows: { ...NO_ROWS, read: 450, sent: 450 },
      delivery: { ...DELIVERY, added: 900, removed: 2 },
      run: 'R-1-1',
    },
    {
      name: 'b',
      control: false,
      people: 450,
      rows: { ...NO_ROWS, read: 450, pending: 450 },
      delivery: DELIVERY,
    },
  ];
  const summary = summaryWith({
    audience: undefined,
    rows: { ...NO_ROWS, read: 1000, sent: 450, pending: 450, control: 100 },
    groups,
  });

  test('ends with what became of every group, and lets each audience be watched', async () => {
    const { shown, run } = await begin();
    run.tell({ type: 'summary', ...summary });
    run.end();
    await shown.settle();
    await shown.settle();
    expect(shown.frame()).toContain('100  in a control group, never sent');
    expect(shown.frame()).toContain('a: 450 people, +900 −2 identifiers');
    expect(shown.frame()).toContain('b: 450 people, nothing sent, 450 rows still to be sent');
    await shown.press('enter');
    expect(shown.frame()).toContain('Watch the audience of a');
    expect(shown.frame()).not.toContain('Watch the audience of b');
  });

  test('that failed names the group, repairs its destination’s credential, and goes on', async () => {
    const { services, shown, run } = await begin();
    const fault = makeFault({ kind: 'invalid-credentials', message: 'Access token is incorrect.' });
    run.tell(
      { type: 'run', id: 'R-1', orchestration: 'spring' },
      { type: 'task', name: 'query', status: 'completed' },
      {
        type: 'task',
        name: 'prepare',
        status: 'error',
        group: 'a',
        fault: makeFault({ kind: 'cancelled', message: 'Nothing was sent.' }),
      },
      { type: 'task', name: 'deliver', status: 'error', group: 'b', fault },
      { type: 'fault', ...fault },
      { type: 'summary', ...summary, outcome: 'error' },
    );
    run.end();
    await shown.settle();
    await shown.settle();
    expect(shown.frame()).toContain('Group b, Deliver: failed.');
    await shown.press('2');
    expect(shown.frame()).toContain('FORM id=credential name=acme authorizeOnly=true');
    await shown.press('enter');
    await shown.settle();
    expect(shown.frame()).toContain('The credential “acme” is saved.');
    await shown.press('enter');
    await shown.settle();
    expect(services.played.at(-1)).toMatchObject({ how: 'resume', of: summary.run });
  });
});

describe('a campaign whose file has gone', () => {
  async function failed(profile: Profile) {
    const services = playedServices({ profile });
    const shown = await showWizard(services, { id: 'run', orchestration: 'spring' });
    const [run] = services.played;
    if (run === undefined) throw new Error('The run was not started');
    const fault = makeFault({ kind: 'source-unreadable', message: '/data/customers.csv does not exist.' });
    run.tell(
      { type: 'run', id: 'R-1', orchestration: 'spring' },
      { type: 'task', name: 'query', status: 'error', fault },
      { type: 'fault', ...fault },
      { type: 'summary', ...summaryWith({ run: 'R-1', rows: NO_ROWS }), outcome: 'error' },
    );
    run.end();
    await shown.settle();
    await shown.settle();
    return shown;
  }

  test('is told in a campaign’s words, and its segments are where the file is changed', async () => {
    const shown = await failed(profileWith());
    expect(shown.frame()).not.toMatch(/Change the (query|data template)/);
    expect(shown.frame()).toContain('Change what is sent of each person');
    expect(shown.frame()).toMatch(/1 +Change its segments or their files/);
    await shown.press('1');
    expect(shown.frame()).toContain('Set up a new segment');
  });

  test('leads straight to its segment where it is the only one', async () => {
    const profile = profileWith();
    const [spring] = profile.campaigns;
    const shown = await failed(
      profileSchema.parse({ ...profile, campaigns: [{ ...spring, exclude: undefined }] }),
    );
    await shown.press('1');
    expect(shown.frame()).toContain('Segment loyal');
  });
});

describe('the history', () => {
  const parent = recordWith({
    id: 'R-1',
    orchestration: 'spring',
    outcome: 'error',
    fault: makeFault({ kind: 'network', message: 'Gone.' }),
    settings: { campaign: 'spring', deliveries: ['R-1-1', 'R-1-2'] },
  });
  const child = (id: string, group: string, change: object = {}) =>
    recordWith({
      id,
      orchestration: `spring: ${group}`,
      settings: { campaignRun: 'R-1', destination: 'acme audiences' },
      ...change,
    });
  const views = [parent, child('R-1-1', 'a', { outcome: 'completed' }), child('R-1-2', 'b')].map(
    (record) => ({
      record,
      journal: [],
      audience: undefined,
    }),
  );

  test('has one line for a campaign’s run, with the runs of its groups behind it', async () => {
    const services = playedServices({ profile: profileWith(), runs: views });
    const list = await showWizard(services, { id: 'runs' });
    expect(list.frame()).toContain('spring');
    expect(list.frame()).not.toContain('spring: a');
    const shown = await showWizard(services, { id: 'run-details', runId: 'R-1' });
    expect(shown.frame()).not.toContain('Deliver: not begun');
    await shown.press('enter');
    expect(shown.frame()).toContain('The run of a');
    expect(shown.frame()).toContain('The run of b');
  });

  test('goes on with the whole campaign, also from the run of one group', async () => {
    const services = playedServices({ profile: profileWith(), runs: views });
    const shown = await showWizard(services, { id: 'run-details', runId: 'R-1-2' });
    await shown.press('enter');
    expect(shown.frame()).toContain('Go on with the campaign spring');
    await shown.press('1');
    await shown.settle();
    expect(services.played.at(-1)).toMatchObject({ how: 'resume', of: 'R-1' });
    expect(shown.frame()).toMatch(/✓ a +completed before/);
  });
});

describe('taking back what one group was sent', () => {
  const TAKEN_BACK = summaryWith({
    run: 'R-2',
    audience: { id: '71', name: 'Spring A', created: false },
    rows: NO_ROWS,
    delivery: { ...DELIVERY, added: 2, removed: 7, unchanged: 0 },
  });

  async function takeBack(profile = profileWith()) {
    const asked: string[] = [];
    const services = playedServices({
      profile,
      campaignPreview: campaignPreview(),
      runs: [
        {
          record: recordWith({ id: 'R-1', orchestration: 'spring: a', settings: { credential: 'acme' } }),
          journal: [],
          audience: undefined,
        },
      ],
      audiences: () => {
        asked.push('audiences');
        return [];
      },
    });
    const shown = await showWizard(services, { id: 'run', orchestration: 'spring: a', undo: 'R-1' });
    const [run] = services.played;
    if (run === undefined) throw new Error('The run was not started');
    run.tell({ type: 'summary', ...TAKEN_BACK });
    run.end();
    await shown.settle();
    await shown.settle();
    return { shown, asked };
  }

  test('tells what it changed, and nothing of rows, because none are read', async () => {
    const { shown } = await takeBack();
    expect(shown.frame()).toContain('2 added, 7 removed');
    expect(shown.frame()).not.toContain('rows read');
  });

  test('its audience can be watched', async () => {
    const { shown, asked } = await takeBack();
    await shown.press('enter');
    await shown.press('enter');
    await shown.settle();
    expect(asked).toEqual(['audiences']);
    expect(shown.frame()).not.toContain('Error');
  });

  test('sending again begins with a preview of the campaign', async () => {
    const { shown } = await takeBack();
    await shown.press('enter');
    await shown.press('2');
    await shown.settle();
    expect(shown.frame()).toContain('Preview of spring');
    expect(shown.frame()).toContain('1,010 people');
  });

  test('says for which environment, though another one is set up, too', async () => {
    const simulated = profileWith();
    const live = { ...simulated.credentials[0], name: 'live', environment: 'production' };
    const both = profileSchema.parse({ ...simulated, credentials: [...simulated.credentials, live] });
    const { shown } = await takeBack(both);
    expect(shown.frame()).not.toContain('PRODUCTION');
  });

  test('offers to go on with nothing that is not set up any more', async () => {
    const { shown } = await takeBack(profileSchema.parse({ ...profileWith(), campaigns: [] }));
    await shown.press('enter');
    expect(shown.frame()).not.toMatch(/Refresh|Watch/);
    expect(shown.frame()).toContain('Details of this run');
  });
});
