import { writeSync } from 'node:fs';

/** Cursor on, bracketed paste off, colours back to normal, synchronised output ended. */
const RESTORE = '\u001b[?2026l\u001b[?2004l\u001b[?25h\u001b[0m';

export interface Terminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream & { readonly fd: number };
  readonly stderr: NodeJS.WriteStream;
}

export interface TerminalModes {
  /** Takes the terminal (again): keys arrive one by one and aren't echoed. */
  take(): void;
  /** Gives it back as it was found. Works from an exit handler, and any number of times. */
  restore(): void;
}

/** Raw mode and what Ink switches on, kept so that every way out (also a crash) leaves the terminal in order. */
export function terminalModes({ stdin, stdout }: Terminal): TerminalModes {
  const wasRaw = stdin.isRaw;
  let isTaken = false;

  function restore(): void {
    if (!isTaken) {
      return;
    }
    isTaken = false;
    try {
      stdin.setRawMode(wasRaw);
      // An exit handler gets no later tick, so this can't go through the stream.
      writeSync(stdout.fd, RESTORE);
    } catch {
      // The terminal is gone, and its modes with it.
    }
  }

  return {
    take() {
      if (!isTaken) {
        isTaken = true;
        process.once('exit', restore);
      }
      // The system may have changed the mode behind Node's back (stopped and continued): only a change is applied.
      stdin.setRawMode(false);
      stdin.setRawMode(true);
    },
    restore() {
      process.off('exit', restore);
      restore();
    },
  };
}
