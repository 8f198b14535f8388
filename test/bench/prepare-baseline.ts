import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { normaliseIdentifier } from '../../src/core/identifiers/index.ts';
import type { IdentifierRules } from '../../src/core/identifiers/types.ts';

/**
 * The same work in the plainest way: one thread of JavaScript, a line at a time, the core's own functions and
 * a Set. It keeps everything in memory and can neither resume nor compare.
 */
export async function prepareInPlainJavaScript(
  path: string,
  rules: IdentifierRules,
  rows: number,
): Promise<{ readonly toSend: number; readonly seconds: number }> {
  const started = performance.now();
  const seen = new Set<string>();
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let read = -1;
  let toSend = 0;
  for await (const line of lines) {
    read += 1;
    if (read === 0) continue;
    const [, email = '', phone = ''] = line.split(',').map((field) => field.replace(/^"|"$/g, ''));
    let isNew = false;
    for (const result of [
      normaliseIdentifier('EMAIL', email, rules),
      normaliseIdentifier('PHONE', phone, rules),
    ]) {
      if (!result.valid || seen.has(result.hash)) continue;
      seen.add(result.hash);
      isNew = true;
    }
    if (isNew) toSend += 1;
    if (read === rows) break;
  }
  return { toSend, seconds: (performance.now() - started) / 1000 };
}
