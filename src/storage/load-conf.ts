import { createRequire } from 'node:module';
import { constants } from 'node:os';

const SIGNALS = Object.keys(constants.signals) as readonly NodeJS.Signals[];

/**
 * Loads conf, now and not with the program: with what it brings it would delay the first frame by a fifth. What it
 * writes its files with also answers every signal, by raising it once more; to a run that is the second time it is
 * told to stop, at which it leaves without finishing what is in flight. So those answers are taken off again.
 */
export function loadConf(): typeof import('conf') {
  const before = new Map(SIGNALS.map((signal) => [signal, process.rawListeners(signal)]));
  const conf: typeof import('conf') = createRequire(import.meta.url)('conf');
  for (const [signal, known] of before) {
    for (const listener of process.rawListeners(signal)) {
      if (known.includes(listener)) continue;
      // Node ignores a file that gets too large, and lets the write say so; without any listener it would end by it.
      if (signal === 'SIGXFSZ') process.on(signal, () => {});
      process.off(signal, listener as NodeJS.SignalsListener);
    }
  }
  return conf;
}
