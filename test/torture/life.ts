import { type ActReport, play, type Style } from './act.ts';
import { Dice } from './dice.ts';
import { type CustomerList, customerList, NOBODY } from './people.ts';
import { openPlace, type Place, setUp } from './place.ts';

export interface LifeOptions {
  readonly program: string;
  readonly seed: number;
  readonly members: number;
  readonly batchSize: number;
  readonly rowsPerSecond: number;
  readonly killsPerAct: number;
}

export interface Life {
  readonly title: string;
  readonly style: Style;
}

const QUIET: Style = { restart: 'resume', tears: false, losesAnswers: false };

/** How processes die and what happens next, in the order in which lives are lived. */
export const LIVES: readonly [Life, ...Life[]] = [
  { title: 'killed and resumed', style: QUIET },
  { title: 'killed; resumed or started anew', style: { ...QUIET, restart: 'either' } },
  { title: 'killed with a torn journal', style: { ...QUIET, tears: true } },
  { title: 'killed, and answers get lost', style: { ...QUIET, losesAnswers: true } },
  { title: 'killed and started anew', style: { ...QUIET, restart: 'new' } },
  {
    title: 'killed, answers lost, resumed or anew',
    style: { ...QUIET, restart: 'either', losesAnswers: true },
  },
];

const RUN = ['run', 'torture', '--yes', '--json'];

/** The life of an audience: filled, refreshed, cut down, and the cut undone; with kills in every act. */
export async function liveThrough({ style }: Life, options: LifeOptions): Promise<readonly ActReport[]> {
  const dice = new Dice(options.seed);
  const place = await openPlace({ ...options, dice });
  try {
    await setUp(place);
    const count = options.members;
    const part = (from: number, to: number) =>
      customerList(range(Math.round(from * count), Math.round(to * count)), options.seed + from * 100 + to);
    const first = part(0, 1);
    const refreshed = part(0.05, 1.05);
    const cut = part(0.05, 0.7);
    const reports: ActReport[] = [];
    const deliver = async (
      name: string,
      before: CustomerList | undefined,
      list: CustomerList,
      how: Style,
    ) => {
      place.writeSource(list);
      const members = before?.members ?? NOBODY;
      const act = { name, before: members, after: list.members, list, start: RUN };
      await loseAnswers(place, how);
      const report = await play(place, act, how, options.killsPerAct);
      reports.push(report);
      return report;
    };
    await deliver('first delivery', undefined, first, style);
    await deliver('refresh', first, refreshed, style);
    // An undo takes back one run, so the one before it has to be one.
    const { lastRun } = await deliver('fewer people', refreshed, cut, { ...style, restart: 'resume' });
    const undo = {
      name: 'undo',
      before: cut.members,
      after: refreshed.members,
      list: undefined,
      start: ['runs', 'undo', lastRun ?? '', '--yes', '--json'],
    };
    await loseAnswers(place, style);
    reports.push(await play(place, undo, style, options.killsPerAct));
    return reports;
  } finally {
    await place.close();
  }
}

/** TikTok does what it is asked, and a few answers get lost in every way an answer can. */
async function loseAnswers({ world, dice }: Place, style: Style): Promise<void> {
  await world.clearFaults();
  if (!style.losesAnswers) return;
  const few = () => `+${dice.below(12)}*${1 + dice.below(2)}`;
  await world.addFault('truncated-json@/segment/audience/*1');
  await world.addFault(`reset-after-apply@/segment/mapping/${few()}`);
  await world.addFault(`truncated-json@/segment/mapping/${few()}`);
  await world.addFault(`bad-gateway-after-apply@/segment/mapping/${few()}`);
  await world.addFault(`empty-body@/segment/mapping/${few()}`);
}

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
