import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { main } from '../../src/commands/main.ts';
import { buildProgram } from '../../src/commands/program.ts';
import { silentIo } from '../support/silent-io.ts';

async function say(...args: readonly string[]) {
  const told = { stdout: '', stderr: '' };
  const code = await main(args, '0.0.0', silentIo({}, '/', told));
  return { code, ...told };
}

/** Every command, those of groups with the group before them. */
function everyCommand(): readonly (readonly [path: readonly string[], command: Command])[] {
  const inside = (command: Command, path: readonly string[]): ReturnType<typeof everyCommand> =>
    command.commands.flatMap((each) => {
      const here = [...path, each.name()];
      return [[here, each] as const, ...inside(each, here)];
    });
  return inside(
    buildProgram(silentIo({}, '/'), '0.0.0', () => undefined),
    [],
  );
}

test.each([
  [['rnu'], 'There is no command "rnu"; did you mean "run"?', 'See `tada --help`.'],
  [['zzz'], 'There is no command "zzz".', 'See `tada --help`.'],
  [['run', 'x', '--yess'], 'Unknown option "--yess".', 'Did you mean --yes? See `tada run --help`.'],
  [['runs', 'show'], 'Missing required argument "id".', 'See `tada runs show --help`.'],
  [['runs', 'shwo'], 'Unknown command "shwo".', 'Did you mean show? See `tada runs --help`.'],
  [['ledger', 'import', 'VIP'], 'Missing required argument "file".', 'See `tada ledger import --help`.'],
  [
    ['runs', 'prune', '--older-than', '36501', '--always'],
    /^Option "--older-than <age>" argument "36501" is invalid\. It takes days or weeks/,
    'See `tada runs prune --help`.',
  ],
  [['runs'], '`tada runs` needs to know what to do.', 'See `tada runs --help`.'],
  [['check', 'a', 'b'], /^Too many arguments for "check"\./, 'See `tada check --help`.'],
  [['list', 'runs', 'more'], /^Too many arguments for "list"\./, 'See `tada list --help`.'],
  [['demo', 'fast'], /^Too many arguments for "demo"\./, 'See `tada demo --help`.'],
  [
    ['simulator', '--fault', 'token-revokd'],
    'There is no fault "token-revokd"; did you mean "token-revoked"?',
    '`tada simulator --list-faults` shows all of them.',
  ],
])('%j is refused with what is wrong and where to look', async (args, message, hint) => {
  const plain = await say(...args);
  expect(plain).toMatchObject({ code: 2, stdout: '' });
  const [first = '', second] = plain.stderr.split('\n');
  expect(first.replace('error: ', '')).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
  expect(second).toBe(hint);
});

test('every command explains itself: its words, its arguments and an example, and no empty default', async () => {
  const commands = everyCommand();
  expect(commands.length).toBeGreaterThan(25);
  for (const [path, command] of commands) {
    const { code, stdout } = await say(...path, '--help');
    expect([path, code]).toEqual([path, 0]);
    expect(stdout).toMatch(/\nExample:\n {2}\$ tada /);
    expect(stdout).not.toContain('(default: [])');
    for (const argument of command.registeredArguments) {
      expect([path, argument.name(), argument.description]).not.toContain('');
    }
  }
});

test('a reader that goes away, as head does, is no reason to break', async () => {
  const io = new URL('../../src/commands/io.ts', import.meta.url).href;
  const script = `
    const { processIo, writeLine } = await import(${JSON.stringify(io)});
    const io = processIo();
    process.stdin.on('data', () => writeLine(io, 'x'.repeat(1_000_000)));
    process.stdin.on('end', () => { process.exitCode = 7; });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  child.stdout.destroy();
  child.stdin.end('go on');
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
});
