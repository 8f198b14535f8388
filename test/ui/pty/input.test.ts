import { describe, expect, test } from 'vitest';
import { showScene } from '../support/terminal.ts';

describe('keys in a real terminal', () => {
  test('answer a whole form typed ahead in one write, each on the screen it was meant for', async () => {
    const terminal = showScene('form');
    // Before the program has even started: nothing of it is lost.
    terminal.write('\u001b[B\u001b[B\rVIP list\rcountry 17\ry');
    expect(await terminal.exitCode()).toBe(0);
    expect(terminal.screen()).toContain('Answers: Offline events | VIP list | Country 17 | true');
  });

  test('choose the row that ↓ has reached when Enter follows in the same write', async () => {
    const terminal = showScene('menus');
    await terminal.waitFor('Kind');
    terminal.press('enter', 'down', 'enter', 'down', 'down', 'enter', 'up', 'enter', '2', 'j', 'enter');
    await terminal.waitFor('chosen: Custom audiences, Web events, Offline events, Nothing, Web events, Web');
  });

  test('arrive all and in order in a field, edited as a person sees them', async () => {
    const terminal = showScene('field');
    await terminal.waitFor('Name');
    const text = 'the quick brown fox jumps over 13 dogs';
    for (const character of text) {
      terminal.type(character);
    }
    await terminal.waitFor(`❯ ${text}`);

    terminal.press('ctrl+left', 'alt+backspace', 'home', 'delete');
    await terminal.waitFor('❯ he quick brown fox jumps over dogs');
    terminal.press('ctrl+right', 'ctrl+k');
    await terminal.waitFor(/❯ he\s*$/m);
    terminal.press('ctrl+w', 'ctrl+x', 'alt+z', 'ctrl+t');
    await terminal.waitFor('length 0,');

    terminal.type('数据👨‍👩‍👧🇩🇪é');
    await terminal.waitFor('数据');
    terminal.press('backspace', 'backspace', 'left', 'backspace', 'x');
    await terminal.waitFor('数x');
    terminal.press('end', 'ctrl+u');
    await terminal.waitFor('length 0,');
  });

  test('of a paste are one text whatever is in it, and those after it aren’t lost', async () => {
    const terminal = showScene('field');
    await terminal.waitFor('Name');
    terminal.paste(`${'0123456789'.repeat(250)}\r\n${'0123456789'.repeat(250)}\r`);
    await terminal.waitFor('length 5001, typing');
    terminal.press('ctrl+u');
    await terminal.waitFor('length 0,');

    // The same from a terminal that doesn't mark its pastes.
    terminal.type('0123456789'.repeat(500));
    await terminal.waitFor('length 5000, typing');
    terminal.press('ctrl+u');
    await terminal.waitFor('length 0,');

    terminal.write('a\u001b[200~bcd\u001b[201~e\r');
    await terminal.waitFor('length 5, submitted');
  });

  test('narrow a list, help opens only where ? is no letter, and a lone Escape closes it', async () => {
    const terminal = showScene('form');
    await terminal.waitFor('? help');
    terminal.press('?');
    await terminal.waitFor('A form of four questions.');
    terminal.press('escape');
    await terminal.waitFor('❯ 1 Custom audiences');
    terminal.press('enter', '?');
    await terminal.waitFor('❯ ?');
    terminal.press('enter');
    await terminal.waitFor('Find:');
    terminal.type('kkjj 1');
    await terminal.waitFor('Nothing here holds');
    terminal.press('ctrl+u');
    terminal.type('👍🏽');
    terminal.press('backspace');
    terminal.type('country 39');
    await terminal.waitFor('❯ Country 39');
    expect(terminal.screen()).toContain('Find: country 39');
  });

  test('make several lines in the editor, also pasted ones', async () => {
    const terminal = showScene('editor');
    await terminal.waitFor('Query');
    terminal.type('SELECT a\r');
    terminal.paste('FROM t\nWHERE "x" = \'ü\'');
    terminal.press('up', 'end', 'enter');
    terminal.type('-- 数');
    terminal.press('ctrl+s');
    await terminal.waitFor(String.raw`submitted "SELECT a\nFROM t\n-- 数\nWHERE \"x\" = 'ü'"`);
  });

  test('never show a secret', async () => {
    const terminal = showScene('secret');
    await terminal.waitFor('Name');
    terminal.paste('s3cr3t-token');
    terminal.type('typed');
    await terminal.waitFor('length 17');
    expect(terminal.screen()).toContain('•'.repeat(17));
    expect(terminal.transcript()).not.toMatch(/s3cr3t|typed/);
  });
});
