import { benchEvents } from './events.ts';
import { benchPrepare } from './prepare.ts';
import { benchResponsiveness } from './responsiveness.ts';
import { benchSize } from './size.ts';

/** Runs every benchmark, one after another: `npm run bench`, or `node test/bench/run.ts prepare` for one. */

const BENCHES: Readonly<Record<string, (print: (line: string) => void) => Promise<void>>> = {
  responsiveness: benchResponsiveness,
  prepare: benchPrepare,
  events: benchEvents,
  size: benchSize,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `error: no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await bench((line) => process.stdout.write(`${line}\n`));
  }
}
