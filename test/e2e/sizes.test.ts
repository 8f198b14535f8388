import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launch, type PtySession } from './support/pty.ts';
import { openShowroom, RAW_EMAIL, type Showroom } from './support/showroom.ts';

/** A narrow window, a large one, and back to the usual one, in which the keys are pressed. */
const SIZES = [
  [40, 20],
  [120, 40],
  [80, 24],
] as const;

/** A screen by words that only it shows, one of its hints, and the keys that lead on from it, in a burst; Esc is the last of them. */
type Stop = readonly [shown: string, hint: string, ...keys: readonly string[]];

/** How long a frame may take to follow. */
const PATIENCE_MS = 5_000;
/** What narrow windows say in place of what wide ones show. */
const ONLY_NARROW = new Set(['and', 'page', 'scroll', 'below', 'above', 'more', 'Find']);

/**
 * The screen drawn for a window of so many columns: its first row ends at the window's edge, the words come
 * wherever the lines are folded, and the hint is at the end.
 */
function drawn(columns: number, shown: string, hint: string): RegExp {
  const words = shown
    .split(' ')
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+');
  return new RegExp(`^ tada.{${columns - 15}}simulator\\n[\\s\\S]*${words}[\\s\\S]*\\n[^\\n]*${hint}`);
}

/** Words of letters alone, without those that are marked as cut. */
function wholeWords(screen: string): readonly string[] {
  return screen.replaceAll(/\S*…/g, '').match(/(?<=^|[\s(“"])[\p{L}’']{3,}(?=$|[\s).,:;?”"])/gmu) ?? [];
}

/** The screens of a walk, each looked at in every size when it is met for the first time. */
class Tour {
  readonly #wizard: PtySession;
  readonly #met = new Set<string>();
  /** What was found wrong, with the screen it is on. */
  readonly problems: string[] = [];

  constructor(wizard: PtySession) {
    this.#wizard = wizard;
  }

  async walk(stops: readonly Stop[]): Promise<void> {
    for (const [shown, hint, ...keys] of stops) {
      await this.#wizard.waitFor(drawn(80, shown, hint));
      if (!this.#met.has(shown + hint)) await this.#look(shown, hint);
      this.#met.add(shown + hint);
      this.#wizard.press(...keys);
    }
  }

  async #look(shown: string, hint: string): Promise<void> {
    let narrow = '';
    for (const [columns, rows] of SIZES) {
      this.#wizard.resize(columns, rows);
      const screen = await this.#wizard.waitFor(drawn(columns, shown, hint));
      if (screen.split('\n').length >= rows) this.problems.push(`Too tall:\n${screen}`);
      if (screen.match(/^ tada.*simulator$/gm)?.length !== 1) this.problems.push(`Not one frame:\n${screen}`);
      expect(screen).not.toMatch(RAW_EMAIL);
      if (columns === 40) narrow = screen;
      else if (columns === 120) await this.#compare(narrow);
    }
  }

  /** A wide window shows every word that is in a narrow one, unless it was folded in the middle there. */
  async #compare(narrow: string): Promise<void> {
    const words = wholeWords(narrow).filter((word) => !ONLY_NARROW.has(word));
    const all = new RegExp(words.map((word) => `(?=[\\s\\S]*${word})`).join(''));
    // What is measured while it is drawn comes with the next frame.
    await this.#wizard.waitFor(all, PATIENCE_MS).catch(() => undefined);
    const wide = this.#wizard.screen();
    const torn = words.filter((word) => !wide.includes(word));
    if (torn.length > 0) this.problems.push(`Torn: ${torn.join(', ')}\n${narrow}`);
  }
}

const HOME = 'What do you want to do?';

/** The failed run, explained; then the past runs. */
const SUPPORT: readonly Stop[] = [
  [HOME, 'q quit', '?'],
  ['Nothing leaves this machine before you have seen', 'Esc close help', 'escape'],
  [HOME, 'q quit', '1'],
  ['What can be done', 'Esc leave it', 'tab'],
  ['What can be the reason', 'Esc back', 'escape'],
  ['What can be done', 'Esc leave it', '?'],
  ['Explains what went wrong', 'Esc close help', 'escape'],
  ['What can be done', 'Esc leave it', 'escape'],
  [HOME, 'q quit', '7'],
  ['What went wrong?', 'Esc back', 'escape'],
  [HOME, 'q quit', '6'],
  ['Runs', 'Enter details', 'down', 'enter'],
  ['VIP customers: completed', 'Esc back', 'enter'],
  ['What next?', 'Esc back to the run', 'escape'],
  ['VIP customers: completed', 'Esc back', 'escape'],
  ['Runs', 'Enter details', 'escape'],
];

/** Events, from their preview to the result. */
const EVENTS: readonly Stop[] = [
  [HOME, 'q quit', '2'],
  ['Unique events', 'Esc back', 'right'],
  ['Events', '↑↓ scroll', 'right', 'enter'],
  ['Send as test events first', 'Esc back to the preview', 'enter'],
  ['to the event set', 'y/n answer', 'y'],
  ['delivered, 0 delivered before', 'Enter what next', 'escape'],
];

/** The newest run, taken back. */
const UNDO: readonly Stop[] = [
  [HOME, 'q quit', '6'],
  ['Runs', 'Enter details', 'enter'],
  ['from a file: completed', 'Esc back', 'enter'],
  ['What next?', 'Esc back to the run', '1'],
  ['This will add', 'y/n answer', 'y'],
  ['Identifiers:', 'Enter what next', 'escape'],
];

/** A list of people, from the file to the result. */
const REFRESH: readonly Stop[] = [
  [HOME, 'q quit', '4'],
  ['Which file holds the list?', 'Esc back', 'enter'],
  ['Are these the right columns?', 'Esc back', 'enter'],
  ['Which audience is filled?', 'Esc back', 'enter'],
  ['Unique people', 'Esc back', 'right'],
  ['EMAIL as EMAIL', 'Esc back', 'right'],
  ['As read → as hashed', 'Esc back', 'right'],
  ['The column EMAIL mixes', 'Esc back', 'right'],
  ['POST /segment/mapping/', 'Esc back', 'enter'],
  ['Nothing has been sent yet.', 'Esc back to the preview', 'enter'],
  ['in the simulator?', 'y/n answer', 'y'],
  ['✓ Completed.', 'Enter what next', 'enter'],
  ['What next?', 'Esc back to the result', 'escape'],
  ['✓ Completed.', 'Enter what next', 'escape'],
];

/** What is set up: looked at, renamed, doubled, checked and removed. */
const MANAGE: readonly Stop[] = [
  [HOME, 'q quit', '8'],
  ['What do you want to change?', 'Esc back', '1'],
  ['Set up a new credential', 'Esc back', 'enter'],
  ['Authorize again', 'Esc back', '2'],
  ['Save this credential', 'Esc back', 'escape'],
  ['Authorize again', 'Esc back', 'escape'],
  ['Set up a new credential', 'Esc back', 'escape'],
  ['What do you want to change?', 'Esc back', '2'],
  ['Set up a new destination', 'Esc back', '1'],
  ['Promote to production', 'Esc back', '1'],
  ['Everything a delivery needs', 'Esc back', 'escape'],
  ['Promote to production', 'Esc back', '4'],
  ['be called?', 'Enter continue', 'ctrl+u', ...'ours', 'enter'],
  ['is now called ours', 'Esc back', '1'],
  ['Promote to production', 'Esc back', '3'],
  ['Done: ', 'Esc back', '2'],
  ['Promote to production', 'Esc back', 'up', 'enter'],
  ['Remove ours copy?', 'y/n answer', 'y'],
  ['is removed', 'Esc back', 'escape'],
  ['What do you want to change?', 'Esc back', '6'],
  ['Set up a new segment', 'Esc back', '1'],
  ['How many rows it has now.', 'Esc back', '1'],
  ['Done: loyal has', 'Esc back', '1'],
  ['How many rows it has now.', 'Esc back', '2'],
  ['Save this segment', 'Esc back', '3'],
  ['rows fit.', 'Esc back', '2'],
  ['Which field?', 'Esc back', '5'],
  ['orders …', 'Esc back', 'escape'],
  ['Which field?', 'Esc back', 'escape'],
  ['rows fit.', 'Esc back', 'escape'],
  ['Save this segment', 'Esc back', 'escape'],
  ['How many rows it has now.', 'Esc back', 'escape'],
  ['Set up a new segment', 'Esc back', 'escape'],
  ['What do you want to change?', 'Esc back', '7'],
  ['Set up a new campaign', 'Esc back', '1'],
  ['Shows who would be sent where', 'Esc back', '4'],
  ['people, 1 left out.', 'Esc back', 'down', 'down', 'down', 'down', 'enter'],
  ['Into which groups are people split?', 'Esc back', 'escape'],
  ['people, 1 left out.', 'Esc back', 'escape'],
  ['Shows who would be sent where', 'Esc back', 'escape'],
  ['Set up a new campaign', 'Esc back', 'escape'],
  ['What do you want to change?', 'Esc back', 'escape'],
  [HOME, 'q quit', '5'],
  ['What do you want to send?', 'Esc back', 'escape'],
  [HOME, 'q quit', 'q'],
];

/** A few people leave the list after the first delivery, so that there is something to send. */
function keepFewer({ folder }: Showroom): void {
  const path = join(folder, 'customers.csv');
  writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, 3900).join('\n'));
}

test('every screen of every journey is whole in a narrow, a usual and a large window', async () => {
  const room = await openShowroom();
  onTestFinished(() => room[Symbol.asyncDispose]());
  await room.tada('run', 'VIP customers', '--yes');
  room.simulator.control.setRole('ANALYST');
  await room.tada('run', 'store purchases', '--yes');
  room.simulator.control.setRole('ADMIN');
  const wizard = launch({ env: room.env, cwd: room.folder });
  onTestFinished(() => wizard.kill());
  const tour = new Tour(wizard);
  await tour.walk(SUPPORT);
  keepFewer(room);
  await tour.walk(EVENTS);
  await tour.walk(REFRESH);
  await tour.walk(UNDO);
  await tour.walk(MANAGE);
  expect(await wizard.exitCode()).toBe(0);
  expect(tour.problems.join('\n\n')).toBe('');
});
