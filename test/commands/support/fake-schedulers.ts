import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs on a PATH of a test's own that stand for the system's schedulers. */
export interface FakeSchedulers {
  /** The folder of the programs, to be put first on the PATH. */
  readonly bin: string;
  /** The crontab as bytes (latin1 text); undefined: there is none. */
  crontab(): string | undefined;
  writeCrontab(bytes: string): void;
  /** What `systemctl` was called with, one call a line. */
  calls(): readonly string[];
}

/** A `crontab` that keeps a file as the real one does: `-l` prints it or says there is none, `-` replaces it. */
const CRONTAB = `#!/bin/sh
case "$1" in
-l)
  if [ -f "$0.kept" ]; then exec cat "$0.kept"; fi
  echo "no crontab for $(id -un)" >&2
  exit 1 ;;
-)
  cat > "$0.new"
  if [ -s "$0.new" ] && [ "$(tail -c 1 "$0.new" | od -An -c | tr -d ' ')" != '\\n' ]; then
    echo '"-":0: missing newline before EOF' >&2
    exit 1
  fi
  mv "$0.new" "$0.kept" ;;
*) exit 2 ;;
esac
`;

const SYSTEMCTL = `#!/bin/sh
echo "$*" >> "$0.calls"
`;

export function fakeSchedulers(
  folder: string,
  programs: readonly ('crontab' | 'systemctl')[],
): FakeSchedulers {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const program of programs) {
    const path = join(bin, program);
    writeFileSync(path, program === 'crontab' ? CRONTAB : SYSTEMCTL);
    chmodSync(path, 0o755);
  }
  const kept = join(bin, 'crontab.kept');
  const calls = join(bin, 'systemctl.calls');
  return {
    bin,
    crontab: () => (existsSync(kept) ? readFileSync(kept, 'latin1') : undefined),
    writeCrontab: (bytes) => writeFileSync(kept, bytes, 'latin1'),
    calls: () => (existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : []),
  };
}
