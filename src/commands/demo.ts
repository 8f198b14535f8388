import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../core/errors.ts';
import type { Profile } from '../core/profiles/schema.ts';
import type { Services, SimulatorAccess } from '../wizard/services.ts';
import { describeFault, findFailed } from './describe-fault.ts';
import { type CommandIo, writeJson, writeLine } from './io.ts';
import { openWizard } from './open-wizard.ts';
import { presentRun } from './present-run.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';

/** TikTok takes up to 48 hours until an audience can be used; somebody who tries tada waits half a minute. */
const READY_AFTER_MS = 30_000;

/**
 * `tada demo`: the built-in simulator in this process, invented sample files in a temporary folder that is
 * removed at the end, secrets in memory. Nothing is kept and nothing leaves the machine.
 */
export async function demoCommand(
  context: CommandContext,
  options: { readonly headless?: boolean; readonly auto?: boolean; readonly json?: boolean },
): Promise<number> {
  const { io } = context;
  const isHeadless = options.headless === true || (options.auto === true && !io.canPrompt);
  if (!isHeadless && !io.canPrompt) {
    throw usageError(
      'The demo opens the wizard, which needs a terminal.',
      'Without one use `tada demo --headless`.',
    );
  }
  const home = await mkdtemp(join(tmpdir(), 'tada-demo-'));
  const { startSimulator, writeSampleData } = await import('../simulator/index.ts');
  const simulator = await startSimulator({ readyAfterMilliseconds: READY_AFTER_MS });
  try {
    const sampleFolder = join(home, 'data');
    await writeSampleData(sampleFolder, Date.now());
    const { appId, secret, accessToken, advertiserIds } = simulator;
    const access: SimulatorAccess = { appId, secret, accessToken, advertiserIds, sampleFolder };
    const demoContext: CommandContext = { ...context, io: demoIo(io, home, sampleFolder, simulator) };
    const services = await createServices(demoContext, access);
    try {
      if (isHeadless) return await runHeadless(demoContext, services, access, options.json === true);
      return await openWizard(demoContext, services);
    } finally {
      await services.close();
    }
  } finally {
    await simulator.close();
    await rm(home, { recursive: true, force: true });
  }
}

function demoIo(
  io: CommandIo,
  home: string,
  sampleFolder: string,
  simulator: { readonly url: string; readonly authUrl: string },
): CommandIo {
  return {
    ...io,
    cwd: sampleFolder,
    env: {
      ...io.env,
      TADA_HOME: join(home, 'home'),
      TADA_KEYRING: 'memory',
      TADA_TIKTOK_URL: simulator.url,
      TADA_TIKTOK_AUTH_URL: simulator.authUrl,
    },
  };
}

/** A first delivery, then a refresh after people joined and left, so that both kinds of run can be seen. */
async function runHeadless(
  context: CommandContext,
  services: Services,
  access: SimulatorAccess,
  asJson: boolean,
): Promise<number> {
  const { io } = context;
  const customers = join(access.sampleFolder, 'customers.csv');
  await services.credentials.save(
    { name: 'demo', environment: 'simulator', appId: access.appId },
    { secret: access.secret, accessToken: access.accessToken },
  );
  await services.profile.update((profile) => ({ ...profile, ...demoProfile(customers, access) }));

  const first = await deliver(context, services, asJson);
  await changeSomePeople(customers);
  const second = first === 0 ? await deliver(context, services, asJson) : first;
  if (!asJson) writeLine(io, '\nThat was the simulator. Nothing left this machine and nothing was kept.');
  return second;
}

async function deliver(context: CommandContext, services: Services, asJson: boolean): Promise<number> {
  const { io } = context;
  const cancel = new AbortController();
  const events = services.delivery.run('VIP customers', { cancel: cancel.signal });
  const silent: CommandIo = { ...io, stdout: { write: () => true } };
  const ending = await presentRun(asJson ? silent : io, events, { asJson: false, now: Date.now });
  if (asJson && ending.summary !== undefined) writeJson(io, { type: 'summary', ...ending.summary });
  if (!asJson && ending.fault !== undefined)
    writeLine(io, describeFault(ending.fault, findFailed(services.runs, ending.summary?.run)));
  return ending.exitCode;
}

function demoProfile(customers: string, access: SimulatorAccess): Partial<Profile> {
  return {
    destinations: [
      {
        name: 'demo audiences',
        kind: 'audience',
        credential: 'demo',
        advertiserIds: [access.advertiserIds[0] ?? ''],
        audienceName: 'VIP customers',
        idTypes: ['EMAIL', 'PHONE'],
        defaultCountry: 'US',
      },
    ],
    templates: [{ name: 'customers', destination: 'demo audiences' }],
    queries: [
      {
        name: 'all customers',
        sql: 'SELECT email AS EMAIL, phone AS PHONE FROM Customer360',
        source: { engine: 'embedded', tables: { Customer360: customers } },
      },
    ],
    orchestrations: [{ name: 'VIP customers', query: 'all customers', template: 'customers' }],
  };
}

/** Takes every hundredth line out and adds two new people. */
async function changeSomePeople(customers: string): Promise<void> {
  const [header = '', ...lines] = (await readFile(customers, 'utf8')).trimEnd().split('\n');
  const kept = lines.filter((_, index) => index % 100 !== 99);
  await writeFile(customers, `${[header, ...kept].join('\n')}\n`);
  const columns = header.split(',').length;
  const rest = ','.repeat(Math.max(0, columns - 1));
  const email = header.split(',').findIndex((name) => name.trim().toLowerCase() === 'email');
  const newPeople = ['newcomer.one@example.com', 'newcomer.two@example.com'].map((address) => {
    const cells = rest.split(',');
    cells[Math.max(0, email)] = address;
    return cells.join(',');
  });
  await appendFile(customers, `${newPeople.join('\n')}\n`);
}
