import { KnownError, type KnownErrorKind } from '../core/errors.ts';
import { EXIT_CODES, type ExitCode, exitCodeOf } from '../core/remedies/exit-codes.ts';
import type { CommandIo } from './io.ts';

/** What a script, or a log, calls this error. */
export function faultKindOf(error: unknown): KnownErrorKind | 'unexpected' {
  return error instanceof KnownError ? error.kind : 'unexpected';
}

/**
 * Says on stderr what went wrong and what to do next, and returns the exit code. What isn't a KnownError is
 * a bug: one sentence and exit code 1; the details go to a log only when asked for, because a stack helps
 * nobody who came with a spreadsheet.
 */
export function reportError(io: CommandIo, error: unknown, asJson: boolean): ExitCode {
  if (error instanceof KnownError) {
    const { kind, message, hint, requestId } = error;
    if (asJson) {
      io.stderr.write(
        `${JSON.stringify({ error: { kind, message, hint, requestId: requestId ?? null } })}\n`,
      );
    } else {
      io.stderr.write(`error: ${message}\n${hint}\n`);
      if (requestId !== undefined) io.stderr.write(`TikTok's request id: ${requestId}\n`);
    }
    return exitCodeOf(kind);
  }
  const message =
    'Something unexpected happened inside tada; nothing was reported as done that TikTok did not confirm.';
  const hint = 'Run it again with TADA_DEBUG=1 to see the details, and report them.';
  if (asJson) {
    io.stderr.write(`${JSON.stringify({ error: { kind: 'unexpected', message, hint, requestId: null } })}\n`);
  } else {
    io.stderr.write(`error: ${message}\n${hint}\n`);
  }
  if (io.env.TADA_DEBUG === '1' && error instanceof Error)
    io.stderr.write(`${error.stack ?? error.message}\n`);
  return EXIT_CODES.bug;
}
