import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from '../../src/core/delivery/events.ts';
import { type ActReport, play } from './act.ts';
import { Dice } from './dice.ts';
import { type Finding, findSentAgain, openOrNothing, type Scene } from './findings.ts';
import type { LifeOptions } from './life.ts';
import { NOBODY } from './people.ts';
import { openPlace, setUp } from './place.ts';

const HOUR = 3_600_000;

/**
 * Conversions, killed and resumed until all are there, and then sent once more: TikTok counts each exactly
 * once, and the second time nothing leaves the machine.
 */
export async function liveThroughEvents(options: LifeOptions): Promise<readonly ActReport[]> {
  const dice = new Dice(options.seed);
  const place = await openPlace({ ...options, dice });
  try {
    await setUp(place);
    const count = options.members;
    writeFileSync(join(place.folder, 'purchases.csv'), purchases(count, dice));
    const act = (name: string, delivered: number) => ({
      name,
      before: NOBODY,
      after: NOBODY,
      // Kills are aimed by rows; people don't matter here.
      list: { csv: '', rows: count, rejected: 0, duplicates: 0, members: NOBODY },
      start: ['run', 'events', '--yes', '--json'],
      inspect: (scene: Scene) => inspect(scene, count, delivered),
    });
    const style = { restart: 'resume', tears: false, losesAnswers: false } as const;
    return [
      await play(place, act('events', count), style, options.killsPerAct),
      await play(place, act('events once more', 0), style, 0),
    ];
  } finally {
    await place.close();
  }
}

async function inspect(scene: Scene, count: number, delivered: number): Promise<readonly Finding[]> {
  const { place, last, runs } = scene;
  const { counted } = await place.world.events();
  const line = last?.lines.findLast(({ type }) => type === 'summary');
  const summary = line as unknown as Summary | undefined;
  const told = { read: summary?.rows.read, sent: summary?.rows.sent, delivered: summary?.delivery.delivered };
  const expected = { read: count, sent: delivered, delivered };
  return [
    ...(counted === count
      ? []
      : [{ what: 'events lost or counted twice', details: `${counted} of ${count}` }]),
    ...(JSON.stringify(told) === JSON.stringify(expected)
      ? []
      : [{ what: 'a wrong account of events', details: JSON.stringify({ told, expected }) }]),
    ...runs.flatMap((id) => openOrNothing(place, id)).flatMap(findSentAgain),
  ];
}

function purchases(count: number, dice: Dice): string {
  const now = Date.now();
  const rows = Array.from({ length: count }, (_, row) => {
    const time = new Date(now - 24 * HOUR - row * 1000).toISOString();
    return `kim.${row}@shop.example.com,${time},${(1 + dice.below(9999)) / 100},USD,order-${row}`;
  });
  return ['email,timestamp,value,currency,order_id', ...rows, ''].join('\n');
}
