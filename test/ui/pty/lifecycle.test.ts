import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { showScene } from '../support/terminal.ts';

/** Runs a scene, then tells the exit code and the terminal's modes. */
const AND_MODES = `"$NODE" "$SCRIPT" "$SCENE"; echo "exit $?"
  stty -a | tr ' ;' '\\n\\n' | grep -xE -e '-?(icanon|echo|isig)' | sort | tr '\\n' ' '; echo done`;
const AS_FOUND = 'echo icanon isig done';

const ESCAPE = '\\u001b';
/** Nothing after the last of these switches it on again. */
const CURSOR_SHOWN = new RegExp(`${ESCAPE}\\[\\?25h(?!.*${ESCAPE}\\[\\?25l)`, 's');
const PASTE_MODE_OFF = new RegExp(`${ESCAPE}\\[\\?2004l(?!.*${ESCAPE}\\[\\?2004h)`, 's');
const COLOUR = new RegExp(`${ESCAPE}\\[[1-9][0-9;]*m`);

describe('the wizard in a terminal', () => {
  test('isn’t started where an end isn’t a terminal', async () => {
    const terminal = showScene('form', { shell: '"$NODE" "$SCRIPT" form < /dev/null; echo "exit $?"' });
    await terminal.waitFor('exit 2');
    expect(terminal.screen()).toContain('no terminal');
  });

  test('keeps its last frame, prints the result and the next command below it, and leaves no trace', async () => {
    const terminal = showScene('form', { shell: AND_MODES });
    await terminal.waitFor('Kind');
    terminal.write('\rx\r\ry');
    await terminal.waitFor(AS_FOUND);
    expect(terminal.screen().split('\n')).toEqual([
      'All answered.',
      'Answers: Custom audiences | x | Country 0 | true',
      'Next: tada run vip',
      'exit 0',
      AS_FOUND,
    ]);
    expect(terminal.transcript()).toMatch(CURSOR_SHOWN);
    expect(terminal.transcript()).toMatch(PASTE_MODE_OFF);
  });

  test('takes its frame away when it is left with Ctrl+C twice, with 130', async () => {
    const terminal = showScene('form', { shell: AND_MODES });
    await terminal.waitFor('Kind');
    terminal.press('ctrl+c');
    await terminal.waitFor('Press Ctrl+C again to leave.');
    terminal.press('ctrl+c');
    await terminal.waitFor(AS_FOUND);
    expect(terminal.screen()).toBe(`exit 130\n${AS_FOUND}`);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ])('ends in order on %s', async (signal, code) => {
    const terminal = showScene('busy');
    await terminal.waitFor('Working');
    terminal.signal(signal);
    expect(await terminal.exitCode()).toBe(code);
    expect(terminal.screen()).toBe(`Stopped by ${signal}.`);
    expect(terminal.transcript()).toMatch(CURSOR_SHOWN);
    expect(terminal.transcript()).toMatch(PASTE_MODE_OFF);
  });

  test('draws without clearing the window, whatever moves', async () => {
    const terminal = showScene('busy');
    await terminal.waitFor('many frames');
    terminal.press('q');
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.fullClears()).toBe(0);
    expect(terminal.screen()).toBe('Left.');
  });

  test('is whole after every resize, and goes on where it was after a window too small', async () => {
    const terminal = showScene('form', { columns: 100, rows: 30 });
    await terminal.waitFor('Kind');
    terminal.press('down');
    await terminal.waitFor('❯ 2 Web events');
    for (const [columns, rows] of [
      [120, 40],
      [50, 16],
      [40, 15],
      [90, 20],
      [60, 40],
      [60, 16],
    ] as const) {
      // Smaller and back at once, which the program may not have seen by then.
      terminal.resize(40, 15);
      terminal.resize(columns, rows);
      // A key after it, so that there is a frame to wait for.
      terminal.press('ctrl+c');
      await terminal.waitFor('Press Ctrl+C again');
      terminal.press('z');
      await terminal.waitFor(/^(?=[\s\S]*PRODUCTION)(?=[\s\S]*❯ 2 Web events)(?=[\s\S]*\? help)/);
      expect(terminal.screen().match(/PRODUCTION/g)).toHaveLength(1);
    }
    terminal.resize(30, 10);
    await terminal.waitFor('larger');
    terminal.resize(80, 24);
    await terminal.waitFor('❯ 2 Web events');
    expect(terminal.screen().match(/PRODUCTION/g)).toHaveLength(1);
  });

  test.each([
    ['r', 'broken for'],
    ['p', 'rejected for'],
    ['t', 'thrown for'],
  ])('ends with 1 and a log without personal data when something breaks (%s)', async (key, message) => {
    const terminal = showScene('broken', { shell: AND_MODES });
    await terminal.waitFor('Fine so far.');
    terminal.press(key);
    await terminal.waitFor(AS_FOUND);
    expect(terminal.screen()).toContain('exit 1');
    expect(terminal.screen().replaceAll('\n', '')).toContain(join(terminal.home, 'logs', 'crash-'));
    const folder = join(terminal.home, 'logs');
    const [file = ''] = readdirSync(folder);
    const log = readFileSync(join(folder, file), 'utf8');
    expect(log).toContain(message);
    expect(log).toContain('    at ');
    expect(log + terminal.transcript()).not.toContain('jane.doe');
  });

  test('gives the terminal back also when something ends the process at once', async () => {
    const terminal = showScene('broken', { shell: AND_MODES });
    await terminal.waitFor('Fine so far.');
    terminal.press('x');
    await terminal.waitFor(AS_FOUND);
    expect(terminal.screen()).toContain('exit 7');
    expect(terminal.transcript()).toMatch(CURSOR_SHOWN);
  });

  test('is stopped by Ctrl+Z and goes on where it was', async () => {
    const terminal = showScene('form', {
      shell: `set -m; "$NODE" "$SCRIPT" form; echo "stopped $?"; stty -a | grep -o "[-]*icanon"; fg; echo "exit $?"`,
    });
    await terminal.waitFor('Kind');
    terminal.press('down');
    await terminal.waitFor('❯ 2 Web events');
    terminal.press('ctrl+z');
    await terminal.waitForOutput(/stopped 1\d\d\s+icanon[\s\S]*❯ 2 Web events/);
    terminal.press('down');
    await terminal.waitFor('❯ 3 Offline events');
    terminal.press('ctrl+c', 'ctrl+c');
    await terminal.waitFor('exit 130');
  });

  test('goes on after Ctrl+Z where there is no shell to continue it', async () => {
    const terminal = showScene('form');
    await terminal.waitFor('Kind');
    terminal.press('ctrl+z', 'down');
    await terminal.waitFor('❯ 2 Web events');
  });

  test('shows no colours with NO_COLOR, and a cursor all the same', async () => {
    const terminal = showScene('field', { env: { NO_COLOR: '1' } });
    await terminal.waitFor('Name');
    terminal.type('ab');
    await terminal.waitFor('❯ ab▏');
    expect(terminal.transcript()).not.toMatch(COLOUR);
  });

  test('uses plain signs where the terminal has no others', async () => {
    const terminal = showScene('form', { env: { LC_ALL: 'C', LANG: 'C' } });
    await terminal.waitFor('> 1 Custom audiences');
    expect(terminal.screen()).toMatch(/^[ -~\n]*$/);
  });

  test('is plain lines where it is read aloud', async () => {
    const terminal = showScene('form', { env: { INK_SCREEN_READER: 'true' } });
    await terminal.waitFor('Kind');
    terminal.press('down', 'enter');
    await terminal.waitFor('Name');
    expect(terminal.screen()).toContain('PRODUCTION');
  });
});
