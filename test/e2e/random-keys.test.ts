import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { launch, type PtySession } from './support/pty.ts';
import { type Act, actsUpTo, changesAskedOf, effort, SIZE } from './support/random-keys.ts';
import { openShowroom, RAW_EMAIL, type Showroom } from './support/showroom.ts';

/*
 * The built program in a real terminal. Nobody looks between the keys here; what every single frame has to be
 * is shown by the wizard in this process, with many more keys.
 */

const SEQUENCES = 3;
/** Left from home or from a completed run; from one that was stopped. */
const OWN_WAYS_OUT = [0, 130];
const HOME = 'What do you want to do?';
const MOST_STEPS = 60;
/** How long an answer to Esc may take before it is pressed again. */
const PATIENCE_MS = 300;
/** Erases all, erases the scrollback, or resets the terminal. */
const ESCAPE = '\\u001b';
const WHOLE_CLEAR = new RegExp(`${ESCAPE}(?:\\[[23]J|c)`);

test('the built program bears any keys in any window, and leads home from where they led', async () => {
  const room = await openShowroom();
  onTestFinished(() => room[Symbol.asyncDispose]());
  await fc.assert(
    fc.asyncProperty(actsUpTo(40), SIZE, async (acts, [columns, rows]) => {
      await using wizard = openOnCopy(room, columns, rows);
      await wizard.waitFor(HOME);
      for (const each of acts) await perform(wizard, each);
      await goHome(wizard);

      const all = wizard.transcript();
      expect(all).not.toMatch(WHOLE_CLEAR);
      if (!all.includes('Shown as they are')) expect(all).not.toMatch(RAW_EMAIL);
      // Arrows and Enter can say yes as well as the letter; then the question was seen.
      if (!all.includes('Don’t send'))
        expect(changesAskedOf(room.simulator.state.requestCounts())).toEqual({});
      expect(OWN_WAYS_OUT, wizard.scrollback()).toContain(await wizard.exitCode());
    }),
    effort(SEQUENCES),
  );
}, 7_200_000);

/** The wizard on a home of its own, so that what one sequence has changed isn't met by the next. */
function openOnCopy(room: Showroom, columns: number, rows: number): PtySession {
  const home = mkdtempSync(join(tmpdir(), 'tada-keys-'));
  cpSync(room.home, home, { recursive: true });
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return launch({ env: { ...room.env, TADA_HOME: home }, cwd: room.folder, columns, rows });
}

async function perform(wizard: PtySession, act: Act): Promise<void> {
  switch (act.type) {
    case 'keys':
    case 'burst':
      wizard.press(...act.keys.filter((key) => !/^y$/i.test(key)));
      return;
    case 'text':
      wizard.type(act.text);
      return;
    case 'paste':
      wizard.paste(act.text);
      return;
    case 'resize':
      wizard.resize(act.columns, act.rows);
      return;
    case 'wait':
      await pass(act.milliseconds);
  }
}

/**
 * Back to home with Esc, and out of it. The program may still be at keys that came before, so that what looks
 * like home isn't it any more when the key arrives; then it is only tried again.
 */
async function goHome(wizard: PtySession): Promise<void> {
  wizard.resize(80, 24);
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const home = wizard.waitFor(HOME, PATIENCE_MS).then(() => 'home' as const);
    const left = wizard.exitCode(PATIENCE_MS).then(() => 'left' as const);
    const where = await Promise.any([left, home]).catch(() => 'elsewhere' as const);
    if (where === 'left') return;
    wizard.press(where === 'home' ? 'q' : 'escape');
    if (where === 'home') await wizard.exitCode(PATIENCE_MS).catch(() => undefined);
  }
  throw new Error(`Esc does not lead home:\n${wizard.screen()}`);
}
