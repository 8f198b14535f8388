import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../src/simulator/index.ts';
import { runWatched, type Sighting, type Watched } from './support/watched-process.ts';

const TOKEN = 'ca4a51e0123456789abcdef0123456789abcdef0';
const SECRET = '5ec4e7ca4a51e0123456789abcdef0123456789a';
const PASSPHRASE = 'the canary sings at dawn';

/** What nobody may ever see outside the source: in the clear, in any spelling, or as a part of something. */
const PERSONAL: readonly (readonly [string, RegExp])[] = [
  ['an e-mail address', /canary\.person|@canary-mail/i],
  ['a telephone number', /415\D{0,3}5550[12]\d{2}(?!\d)|415\D{0,3}555\D{1,3}0[12]\d{2}(?!\d)/],
  ['an IP address', /198\.51\.100\.\d/],
  ['a name', /Canaria/],
];
const SECRETS: readonly (readonly [string, RegExp])[] = [
  ['the token', new RegExp(TOKEN, 'i')],
  ['the secret', new RegExp(SECRET, 'i')],
  ['the passphrase', new RegExp(PASSPHRASE)],
];

const CUSTOMERS = [
  'email,phone,name',
  ...Array.from(
    { length: 60 },
    (_, row) =>
      `canary.person.${row}@canary-mail.com,(415) 555-01${String(row).padStart(2, '0')},Canaria ${row}`,
  ),
  ' CANARY.PERSON.1@Canary-Mail.com ,+1 415 555 0101,Canaria again',
  'canary.person at canary-mail.com,415.555.0199.12345,Canaria',
  'canary.person.x@@canary-mail.com,4155550,Canaria',
  '"canary.person.torn@canary-mail.com,+14155550177,Canaria',
  '',
].join('\n');

const EVENTS = [
  'email,phone,ip,timestamp,value,currency,order_id,description',
  ...Array.from(
    { length: 20 },
    (_, row) =>
      `canary.person.${row}@canary-mail.com,+1415555020${row % 10},198.51.100.${row},${new Date(Date.now() - 86_400_000).toISOString()},${row},USD,o${row},Canaria's order`,
  ),
  'canary.person at canary-mail.com,415-555-0299,198.51.100.99,canary.person@canary-mail.com,Canaria,EUR,x,Canaria',
  '',
].join('\n');

function profile(appId: string, advertiserId: string): string {
  const source = (file: string) => ({ engine: 'embedded', tables: { Customer360: file } });
  const query = (name: string, sql: string, file = 'customers.csv') => ({ name, sql, source: source(file) });
  return JSON.stringify({
    credentials: [
      {
        name: 'canary',
        environment: 'simulator',
        appId,
        secret: { file: 'secret.txt' },
        accessToken: { env: 'CANARY_TOKEN' },
      },
    ],
    destinations: [
      {
        name: 'audiences',
        kind: 'audience',
        credential: 'canary',
        advertiserIds: [advertiserId],
        audienceName: 'VIP',
        defaultCountry: 'US',
        batchSize: 7,
      },
      {
        name: 'events',
        kind: 'events',
        credential: 'canary',
        advertiserIds: [advertiserId],
        eventSource: 'offline',
        eventSourceId: advertiserId,
        fixedEventName: 'CompletePayment',
        defaultCountry: 'US',
      },
    ],
    templates: [
      { name: 'audiences', destination: 'audiences' },
      { name: 'events', destination: 'events' },
    ],
    queries: [
      query('good', 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360'),
      query('cast', 'SELECT CAST(email AS INTEGER) AS EMAIL, phone AS PHONE FROM Customer360'),
      query('date', 'SELECT email AS EMAIL, date_parse(phone, $q$%Y-%m-%d$q$) AS PHONE FROM Customer360'),
      query('events', 'SELECT * FROM Customer360', 'events.csv'),
    ],
    orchestrations: [
      { name: 'good', query: 'good', template: 'audiences' },
      {
        name: 'cast',
        query: 'cast',
        template: 'audiences',
        schedule: { cron: '* * * * *', timeZone: 'UTC', notify: ['/bin/sh', '-c', 'env > ../home/notified'] },
      },
      { name: 'date', query: 'date', template: 'audiences' },
      { name: 'events', query: 'events', template: 'events' },
    ],
  });
}

test('no command shows, keeps or passes on a person or a secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tada-canaries-'));
  const [home, temp, work] = ['home', 'temp', 'work'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [home, temp, work]) mkdirSync(each);
  const simulator = await startSimulator({ accessToken: TOKEN, secret: SECRET });
  onTestFinished(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, text: string) => writeFileSync(join(work, name), text);
  write('customers.csv', CUSTOMERS);
  write('events.csv', EVENTS);
  write('secret.txt', SECRET);
  write('profile.json', profile(simulator.appId, simulator.advertiserIds[0] ?? ''));
  write(
    'literal.json',
    JSON.stringify({ credentials: [{ name: 'x', environment: 'simulator', accessToken: TOKEN }] }),
  );
  write('torn.json', `{"credentials":[{"name":"x","accessToken":"${TOKEN}",}`);

  const leaks = new Set<string>();
  let sights = 0;
  const onSight = ({ where, what }: Sighting) => {
    sights += 1;
    for (const [name, pattern] of [...PERSONAL, ...SECRETS]) {
      const found = pattern.exec(what);
      if (found !== null) {
        const around = what.slice(Math.max(0, found.index - 40), found.index + 60);
        leaks.add(`${name} in ${where}: …${around.replaceAll(/[^\x20-\x7e]+/g, '·')}…`);
      }
    }
  };
  const env = {
    PATH: process.env.PATH ?? '',
    // Code only, and nobody has to compile it thirty times.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(work, 'compiled'),
    HOME: work,
    TMPDIR: temp,
    TADA_HOME: home,
    TADA_KEYRING: 'file',
    TADA_PASSPHRASE: PASSPHRASE,
    TADA_TIKTOK_URL: simulator.url,
    TADA_WAIT_SCALE: '0.01',
    TADA_DEBUG: '1',
    CANARY_TOKEN: TOKEN,
  };
  const codes: Record<string, number | null> = {};
  const tada = async (...args: readonly string[]): Promise<Watched> => {
    const ended = await runWatched(args, { cwd: work, env, onSight, folders: [home, temp] });
    codes[args.join(' ')] = ended.code;
    return ended;
  };
  const idOf = ({ stdout }: Watched): string => /"run":"([^"]+)"/.exec(stdout)?.[1] ?? '';

  // Setting up, right and wrong.
  await tada('apply', 'profile.json');
  await tada('apply', 'literal.json');
  await tada('apply', 'torn.json');
  await tada('export');
  await tada('check', 'audiences', '--json');

  // Looking and delivering.
  await tada('preview', 'good', '--json', '--request', '--rejects', '../temp/rejects.csv');
  await tada('preview', 'events', '--json', '--request');
  const good = idOf(await tada('run', 'good', '--yes', '--json'));
  const events = idOf(await tada('run', 'events', '--yes', '--json'));

  // Everything that can go wrong with a value in its hand.
  await tada('preview', 'date');
  const cast = idOf(await tada('run', 'cast', '--yes', '--json'));
  simulator.control.addFault('pii-not-hashed@/segment/mapping/');
  writeFileSync(join(work, 'customers.csv'), CUSTOMERS.replace('canary.person.0@', 'canary.person.new@'));
  const refused = idOf(await tada('run', 'good', '--yes', '--json'));
  simulator.control.clearFaults();

  // Looking back, and handing on.
  for (const id of [good, events, cast, refused]) {
    await tada('runs', 'bundle', id, '-o', `../temp/${id}.zip`);
  }
  await tada('runs', 'show', good, '--json');
  await tada('runs', 'rejects', events);
  await tada('runs', 'show', cast);
  await tada('diagnose', refused);
  await tada('runs', 'compare', good, refused);
  await tada('runs', 'resume', refused, '--yes', '--json');
  await tada('runs', 'undo', good, '--yes', '--json');
  await tada('list', '--json');
  await tada('ledger', 'export', 'VIP', '-o', '../temp/vip.ledger');
  await tada('schedule', 'install', '--print', '--scheduler', 'crontab');
  // At night, with a command that tells of its failure.
  await tada('run', 'cast', '--yes', '--json', '--scheduled', '--log', '../home/logs/cast.log');
  await runWatched(['diagnose', '--body', '-', '--json'], {
    cwd: work,
    env,
    onSight,
    folders: [home, temp],
    input: `{"code":40002,"message":"Invalid value canary.person.1@canary-mail.com (415) 555-0101, access_token=${TOKEN}"}`,
  });

  for (const zip of readdirSync(temp).filter((name) => name.endsWith('.zip'))) {
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(temp, zip))))) {
      onSight({ where: `${zip}/${name}`, what: strFromU8(bytes) });
    }
  }
  expect([...leaks]).toEqual([]);
  expect(sights).toBeGreaterThan(500);
  // What was looked at did happen.
  expect(readFileSync(join(home, 'notified'), 'utf8')).toContain('TADA_FAULT_KIND=query-failed');
  expect(codes).toMatchObject({
    'apply profile.json': 0,
    'apply literal.json': 2,
    'run good --yes --json': 4,
    'run events --yes --json': 0,
    'run cast --yes --json': 2,
    'preview date': 2,
    'ledger export VIP -o ../temp/vip.ledger': 0,
    'schedule install --print --scheduler crontab': 0,
    'run cast --yes --json --scheduled --log ../home/logs/cast.log': 2,
  });
});
