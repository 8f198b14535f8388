import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.ts';
import type { TikTokWorld } from './tiktok-world.ts';

/** Where in a run the axe falls. */
export const PHASES = [
  'start',
  'query',
  'prepare',
  'audience',
  'deliver',
  'ledger',
  'verify',
  'anywhere',
] as const;
export type Phase = (typeof PHASES)[number];

export interface KillPlan {
  readonly phase: Phase;
  /** Milliseconds after the phase began. */
  readonly delay: number;
  /** For `deliver` and `ledger`: the accepted requests to wait for. */
  readonly accepted: number;
  /** All processes at once, as when the power goes; else only the main one, and its engine has to notice. */
  readonly everything: boolean;
}

export interface Ended {
  readonly killed: boolean;
  readonly code: number | null;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly stderr: string;
  /** Milliseconds from its start to its end. */
  readonly lasted: number;
  /** Processes it had started, to be looked for afterwards. */
  readonly children: readonly number[];
}

export interface VictimOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly world: TikTokWorld;
  readonly plan?: KillPlan | undefined;
}

/** What is known of earlier lives, to aim by. Milliseconds. */
export interface Aim {
  readonly wholeRun: number;
  readonly query: number;
  /** Requests accepted so far, and those that one more full delivery would bring. */
  readonly accepted: number;
  readonly batches: number;
}

/** Chooses when to kill: mostly while people are being sent, but every phase gets its turn. */
export function planKill(dice: Dice, aim: Aim): KillPlan {
  const phase = dice.weighted<Phase>([
    [8, 'start'],
    [14, 'query'],
    [12, 'prepare'],
    [12, 'audience'],
    [32, 'deliver'],
    [12, 'ledger'],
    [4, 'verify'],
    [6, 'anywhere'],
  ]);
  const longest = {
    start: 600,
    query: aim.query,
    prepare: 250,
    audience: 60,
    deliver: 40,
    ledger: 300,
    verify: 40,
    anywhere: aim.wholeRun,
  };
  const part = phase === 'ledger' ? aim.batches : dice.below(aim.batches);
  return {
    phase,
    delay: dice.below(longest[phase] + 1),
    accepted: aim.accepted + Math.max(1, part),
    everything: dice.isLucky(0.5),
  };
}

/** Runs one command as a real process and, when its hour has come, kills it with SIGKILL. */
export async function live(options: VictimOptions): Promise<Ended> {
  const { program, args, cwd, env, world, plan } = options;
  const born = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd, ...compiledCode(), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Readonly<Record<string, unknown>>[] = [];
  let stderr = '';
  let killed = false;
  let children: readonly number[] = [];
  const timers: NodeJS.Timeout[] = [];
  const kill = () => {
    if (child.exitCode !== null || child.signalCode !== null || killed) return;
    children = childrenOf(child);
    killed = true;
    killNow(child, plan?.everything === true);
  };
  const arm = () => {
    if (timers.length === 0 && plan !== undefined) timers.push(setTimeout(kill, plan.delay));
  };
  const stopListening = world.onAccepted((count) => {
    if ((plan?.phase === 'deliver' || plan?.phase === 'ledger') && count >= plan.accepted) arm();
  });
  if (plan?.phase === 'start' || plan?.phase === 'anywhere') arm();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = parseLine(part);
      lines.push(line);
      if (line.type === 'task' && line.status === 'running' && line.name === plan?.phase) {
        if (plan?.phase !== 'deliver') arm();
      }
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  for (const timer of timers) clearTimeout(timer);
  stopListening();
  return { killed, code, lines, stderr, lasted: performance.now() - born, children };
}

/** A child that was detached leads its own group, so that one signal reaches the engine as well. */
function killNow(child: ChildProcess, everything: boolean): void {
  if (child.pid === undefined) return;
  process.kill(everything ? -child.pid : child.pid, 'SIGKILL');
}

function childrenOf({ pid }: ChildProcess): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    // Not Linux, or it just ended.
    return [];
  }
}

/** Waits until none of these processes runs any more; gives those that still do after the patience (ms). */
export async function outlivers(pids: readonly number[], patience = 5000): Promise<readonly number[]> {
  const deadline = performance.now() + patience;
  for (;;) {
    const left = pids.filter(isRunning);
    if (left.length === 0 || performance.now() > deadline) return left;
    await sleep(50);
  }
}

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const state = stat.slice(stat.lastIndexOf(')') + 2).charAt(0);
    return state !== 'Z' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engine-process');
  } catch {
    return false;
  }
}

function parseLine(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // What isn't JSON is kept as it is, to be shown.
  }
  return { text };
}

/** Who is killed keeps nothing of what it compiled, so each takes what others have. */
function compiledCode(): Readonly<Record<string, string>> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}
