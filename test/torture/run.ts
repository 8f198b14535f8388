import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ActReport } from './act.ts';
import { torturedAnswers } from './answers.ts';
import { liveThroughEvents } from './events-life.ts';
import { LIVES, type Life, type LifeOptions, liveThrough } from './life.ts';
import { fullDisk, type Mishap, readOnlyDisk, sourceReplaced, twoAtOnce } from './mishaps.ts';
import { PHASES } from './victim.ts';

/**
 * `npm run torture`: kills the built program again and again, breaks its disk, its source and TikTok's
 * answers, and counts what came of it. Ends with 1 when anything was lost, sent twice or claimed falsely.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    members: { type: 'string', default: '50000' },
    minutes: { type: 'string', default: '30' },
    answers: { type: 'string', default: '1000' },
    program: { type: 'string', default: resolve(import.meta.dirname, '../../dist/cli.js') },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(
    'npm run torture -- [--kills 200] [--seed N] [--members 50000] [--minutes 30] [--answers 1000] [--program FILE]',
  );
  process.exit(0);
}

const kills = Number(values.kills);
const seed = Number(values.seed);
const deadline = performance.now() + Number(values.minutes) * 60_000;
const options: LifeOptions = {
  program: values.program,
  seed,
  members: Number(values.members),
  batchSize: 500,
  rowsPerSecond: 20_000,
  killsPerAct: Math.max(1, Math.min(6, Math.ceil(kills / (LIVES.length * 4)))),
};

let findings = 0;
let killed = 0;
const byPhase = new Map<string, number>();

console.log(`seed ${seed}, ${options.members.toLocaleString('en')} people, ${kills} kills`);
console.log(row('story', 'kills', 'starts', 'runs', 'batches', 'accepted', 'seconds', 'found'));

for (let index = 0; killed < kills && performance.now() < deadline; index += 1) {
  const life: Life = LIVES[index % LIVES.length] ?? LIVES[0];
  console.log(life.title);
  report(await liveThrough(life, { ...options, seed: seed + index }));
}
console.log('killed while events are sent');
report(await liveThroughEvents({ ...options, seed, members: Math.round(options.members / 5) }));

const mishaps: readonly (readonly [string, Mishap, times: number])[] = [
  ['two runs at once', twoAtOnce, 1],
  ['source replaced', sourceReplaced, 1],
  ['read-only disk', readOnlyDisk, 1],
  ['full disk', fullDisk, kills >= 100 ? 12 : 3],
];
console.log('mishaps');
for (const [name, tell, times] of mishaps) {
  for (let time = 0; time < times && performance.now() < deadline; time += 1) {
    const told = await tell({ ...options, seed: seed + 1000 + time });
    if (told === 'impossible here') console.log(`  ${name}: skipped, it needs root and tmpfs`);
    else report(told);
  }
}

const answers = await torturedAnswers({ seed, runs: Number(values.answers), deadline });
console.log(
  `malformed answers: ${answers.runs} runs, ${answers.malformed} answers, ${answers.completed} completed, ` +
    `${answers.faults} ended with a fault, ${answers.findings.length} found`,
);
for (const finding of answers.findings) tell(finding);
findings += answers.findings.length;

console.log(`\nkilled in: ${PHASES.map((phase) => `${phase} ${byPhase.get(phase) ?? 0}`).join(', ')}`);
console.log(`${killed} kills, ${findings} ${findings === 1 ? 'finding' : 'findings'}`);
process.exitCode = findings === 0 ? 0 : 1;

function report(reports: readonly ActReport[]): void {
  for (const act of reports) {
    const count = Object.values(act.kills).reduce((sum, times) => sum + times, 0);
    killed += count;
    for (const [phase, times] of Object.entries(act.kills)) {
      byPhase.set(phase, (byPhase.get(phase) ?? 0) + times);
    }
    console.log(
      row(
        `  ${act.act}`,
        count,
        act.starts,
        act.runs,
        act.batches,
        act.accepted,
        act.seconds.toFixed(1),
        act.findings.length,
      ),
    );
    for (const finding of act.findings) tell(finding);
    findings += act.findings.length;
  }
}

function tell({ what, details }: { readonly what: string; readonly details: string }): void {
  console.log(`    !! ${what}: ${details}`);
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return `${name.padEnd(36)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
}
