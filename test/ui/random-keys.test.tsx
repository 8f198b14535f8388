import { cpSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import fc from 'fast-check';
import { cleanup } from 'ink-testing-library';
import { act } from 'react';
import { expect, onTestFinished, test } from 'vitest';
import { createServices } from '../../src/commands/services.ts';
import { WizardApp } from '../../src/ui/app.tsx';
import { SCREENS } from '../../src/ui/navigation/registry.ts';
import { widthOf } from '../../src/ui/text/width.ts';
import type { Services } from '../../src/wizard/services.ts';
import {
  type Act,
  actsUpTo,
  changesAskedOf,
  effort,
  isAsking,
  SIZE,
  sayingNothing,
} from '../e2e/support/random-keys.ts';
import { openShowroom, RAW_EMAIL, type Showroom } from '../e2e/support/showroom.ts';
import { type Shown, show } from './support/show.tsx';

/*
 * The wizard with everything that is behind it (engine, disk, TikTok's simulator), in this process: a key takes
 * a millisecond or two, so that thousands are pressed where a terminal takes a few hundred.
 */

const SEQUENCES = 12;
/** Left from home or from a completed run; from one that was stopped. */
const OWN_WAYS_OUT = [0, 130];
const HOME = 'What do you want to do?';
/** More than the longest way there is from home. */
const MOST_STEPS = 40;

test('whatever is pressed, the wizard stays whole, sends nothing unasked and leads home', async () => {
  const { room, services, putBack } = await openRehearsal();
  const delivered = changesAskedOf(room.simulator.state.requestCounts());
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(actsUpTo(60), SIZE, async (acts, [columns, rows]) => {
      putBack();
      const view = await show(<WizardApp services={services} screens={SCREENS} />, { columns, rows });
      const wizard = new WatchedWizard(view, columns, rows, seen);
      try {
        for (const each of acts) {
          await wizard.perform(each);
          if (view.departure() !== undefined) break;
        }
        if (view.departure() === undefined) await wizard.goHome();
        else expect(OWN_WAYS_OUT).toContain(view.departure()?.exitCode);
      } catch (error) {
        throw new Error(wizard.story(), { cause: error });
      } finally {
        await act(async () => cleanup());
      }
      expect(changesAskedOf(room.simulator.state.requestCounts())).toEqual(delivered);
    }),
    effort(SEQUENCES),
  );
  // Keys that never got anywhere would show nothing.
  expect(seen.size).toBeGreaterThan(2);
}, 7_200_000);

interface Rehearsal {
  readonly room: Showroom;
  readonly services: Services;
  /** Makes the home what it was, but for the folder that the engine works in. */
  readonly putBack: () => void;
}

/** The showroom after a delivery and a run that failed, and what the wizard stands on in it. */
async function openRehearsal(): Promise<Rehearsal> {
  const room = await openShowroom();
  await room.tada('run', 'VIP customers', '--yes');
  room.simulator.control.setRole('ANALYST');
  await room.tada('run', 'store purchases', '--yes');
  room.simulator.control.setRole('ADMIN');
  const kept = `${room.home}.kept`;
  cpSync(room.home, kept, { recursive: true });
  const services = await createServices({
    io: {
      stdout: { write: () => true },
      stderr: { write: () => true },
      stdin: process.stdin,
      env: room.env,
      cwd: room.folder,
      canPrompt: false,
    },
    version: '0.0.0',
  });
  onTestFinished(async () => {
    await services.close();
    await room[Symbol.asyncDispose]();
  });
  return {
    room,
    services,
    putBack: () => {
      for (const name of readdirSync(room.home)) {
        if (name !== 'temp') rmSync(`${room.home}/${name}`, { recursive: true, force: true });
      }
      cpSync(kept, room.home, { recursive: true });
    },
  };
}

/** A wizard that is looked at after every key. */
class WatchedWizard {
  readonly #view: Shown;
  readonly #seen: Set<string>;
  readonly #done: string[] = [];
  #columns: number;
  #rows: number;

  constructor(view: Shown, columns: number, rows: number, seen: Set<string>) {
    this.#view = view;
    this.#columns = columns;
    this.#rows = rows;
    this.#seen = seen;
    this.#done.push(`${columns}×${rows}`);
  }

  /** What was done, and what the screen showed then. */
  story(): string {
    return `${this.#done.join(' ')}\n${this.#view.frame()}`;
  }

  async perform(each: Act): Promise<void> {
    const view = this.#view;
    switch (each.type) {
      case 'keys':
        for (const key of each.keys) await this.#press(sayingNothing(key, view.frame()));
        return;
      case 'burst': {
        // Nobody looks between the keys, so none of them may be one that agrees.
        const keys = isAsking(view.frame()) ? ['escape'] : each.keys.filter((key) => !/^y$/i.test(key));
        await this.#do(`[${keys.join(' ')}]`, () => view.press(...keys));
        return;
      }
      case 'text':
        if (!isAsking(view.frame())) await this.#do(each.text, () => view.type(each.text));
        return;
      case 'paste':
        if (!isAsking(view.frame())) await this.#do(`paste ${each.text}`, () => view.paste(each.text));
        return;
      case 'resize':
        await this.#resize(each.columns, each.rows);
        return;
      case 'wait':
        await this.#do('…', () => act(() => pass(each.milliseconds)));
    }
  }

  /** Back, and back again, from wherever this is. */
  async goHome(): Promise<void> {
    await this.#resize(80, 24);
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      if (this.#view.frame().includes(HOME)) return;
      await this.#press('escape');
      // What is stopped needs a moment to say so.
      if (steps > MOST_STEPS / 2) await act(() => pass(50));
    }
    throw new Error('Esc does not lead home.');
  }

  #press(key: string): Promise<void> {
    return this.#do(key, () => this.#view.press(key));
  }

  async #resize(columns: number, rows: number): Promise<void> {
    this.#columns = columns;
    this.#rows = rows;
    await this.#do(`${columns}×${rows}`, () => this.#view.resize(columns, rows));
  }

  async #do(what: string, work: () => Promise<void>): Promise<void> {
    this.#done.push(what);
    await work();
    await this.#view.settle();
    this.#look();
  }

  /** Nothing broke, the frame fits, and nobody's address is in it, unless it was asked for. */
  #look(): void {
    if (this.#view.error() !== undefined) throw this.#view.error();
    const frame = this.#view.frame();
    const lines = frame.split('\n');
    this.#seen.add(lines[0]?.replace(/ {2,}.*/, '').trim() ?? '');
    expect(lines.length).toBeLessThan(this.#rows);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(this.#columns);
    if (!frame.includes('Shown as they are')) expect(frame).not.toMatch(RAW_EMAIL);
  }
}
