import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { startTestSimulator } from './support/cli.ts';
import { expectExactly, inventPeople, openDelivery, SEND, walk } from './support/delivery-wizard.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/cli.js');
const ADVERTISER = '7654321098765432109';

/** Slow enough to be stopped in the middle: 2,000 people in batches of 100 take seconds. */
const SLOW = { rowsPerSecond: 800, recordMappings: true } as const;
const SMALL_BATCHES = { destination: { batchSize: 100 } } as const;

/** Every hash that was sent, as often as it was sent. */
function sentHashes(mappings: readonly unknown[]): readonly string[] {
  return [...JSON.stringify(mappings).matchAll(/"id":"([0-9a-f]{64})"/g)].map(([, hash = '']) => hash);
}

test('a delivery that is stopped in the middle goes on where it stopped, and sends nobody twice', async () => {
  const simulator = await startTestSimulator(SLOW);
  const place = await openDelivery(simulator, inventPeople(2000), SMALL_BATCHES);
  const wizard = place.open();
  await walk(wizard, SEND);
  await wizard.waitFor(/[1-9]\d* requests? confirmed/);
  wizard.press('escape');

  const stopped = await wizard.waitFor('• Stopped. TikTok confirmed a part');
  const [, pending = ''] = /([\d,]+) rows are still to be sent/.exec(stopped) ?? [];
  expect(Number(pending.replace(',', ''))).toBeGreaterThan(0);
  const sentBefore = sentHashes(simulator.state.mappings()).length;
  expect(sentBefore + Number(pending.replace(',', ''))).toBe(2000);

  await walk(wizard, [
    ['• Stopped.', 'enter'],
    ['❯ 1 Go on where it stopped', 'enter'],
    ['✓ Completed. TikTok confirmed everything that was sent.'],
  ]);
  expectExactly(simulator, ADVERTISER, place.people);
  const sent = sentHashes(simulator.state.mappings());
  expect(sent).toHaveLength(2000);
  expect(new Set(sent)).toEqual(place.people.emailHashes);
});

test('a paused delivery goes on with Enter', async () => {
  const simulator = await startTestSimulator(SLOW);
  const place = await openDelivery(simulator, inventPeople(2000), SMALL_BATCHES);
  const wizard = place.open();
  await walk(wizard, SEND);
  await wizard.waitFor(/[1-9]\d* requests? confirmed/);
  wizard.press('p');
  await walk(wizard, [
    ['The run is paused', 'enter'],
    ['✓ Completed. TikTok confirmed everything that was sent.'],
  ]);
  expectExactly(simulator, ADVERTISER, place.people);
  expect(sentHashes(simulator.state.mappings())).toHaveLength(2000);
});

test('a delivery that was killed is found at the next start, and completes', async () => {
  const simulator = await startTestSimulator(SLOW);
  const place = await openDelivery(simulator, inventPeople(2000), SMALL_BATCHES);
  const killed = place.open();
  await walk(killed, SEND);
  await killed.waitFor(/[1-9]\d* requests? confirmed/);
  killed.signal('SIGKILL');
  await killed.exitCode();

  const wizard = place.open();
  await walk(wizard, [
    ['The last run has not ended: look at it', 'enter'],
    ['vip: not finished', 'enter'],
    ['❯ 1 Go on where it stopped', 'enter'],
    ['✓ Completed. TikTok confirmed everything that was sent.'],
  ]);
  expectExactly(simulator, ADVERTISER, place.people);
});

test('Ctrl+C stops politely; a second one leaves, and the command line goes on', async () => {
  const simulator = await startTestSimulator(SLOW);
  const place = await openDelivery(simulator, inventPeople(2000), SMALL_BATCHES);
  const wizard = place.open();
  await walk(wizard, SEND);
  await wizard.waitFor(/[1-9]\d* requests? confirmed/);
  wizard.press('ctrl+c');
  await wizard.waitFor('Press Ctrl+C again to leave.');
  wizard.press('ctrl+c');
  expect(await wizard.exitCode()).toBe(130);

  const [, id = ''] = /^tada runs resume (\S+)$/m.exec(wizard.screen()) ?? [];
  expect(id).not.toBe('');
  const resumed = await place.tada('runs', 'resume', id, '--yes', '--json');
  expect(resumed.line('summary')).toMatchObject({ outcome: 'completed' });
  expectExactly(simulator, ADVERTISER, place.people);
});

test('without the wizard, too, leaving says how to go on', async () => {
  const simulator = await startTestSimulator(SLOW);
  const place = await openDelivery(simulator, inventPeople(2000), SMALL_BATCHES);
  const child = spawn(process.execPath, [PROGRAM, 'run', 'vip', '--yes', '--json'], {
    cwd: place.folder,
    env: { ...place.env },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    // The first is answered with a sentence, and the second comes as soon as it is read.
    if (stderr === '') child.kill('SIGINT');
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stderr === '' && text.includes('"type":"progress"')) child.kill('SIGINT');
  });
  const [code]: unknown[] = await once(child, 'close');
  expect(code).toBe(130);
  const [, id = ''] = /tada runs resume ([\w-]+)/.exec(stderr) ?? [];
  const resumed = await place.program('runs', 'resume', id, '--yes', '--json');
  expect(resumed.line('summary')).toMatchObject({ outcome: 'completed' });
  expectExactly(simulator, ADVERTISER, place.people);
});

test('told once to stop, it finishes what is in flight and says the last word', async () => {
  const simulator = await startTestSimulator(SLOW);
  const place = await openDelivery(simulator, inventPeople(2000), SMALL_BATCHES);
  const child = spawn(process.execPath, [PROGRAM, 'run', 'vip', '--yes', '--json'], {
    cwd: place.folder,
    env: { ...place.env },
  });
  let stdout = '';
  let isTold = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (isTold || !stdout.includes('"task":"deliver"')) return;
    isTold = true;
    child.kill('SIGTERM');
  });
  const [code]: unknown[] = await once(child, 'close');
  expect(code).toBe(130);
  const summary: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  expect(summary).toMatchObject({ type: 'summary', outcome: 'cancelled', rows: { read: 2000 } });
});
