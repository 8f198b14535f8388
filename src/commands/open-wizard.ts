import { tmpdir } from 'node:os';
import { KnownError } from '../core/errors.ts';
import { exitCodeOf } from '../core/remedies/exit-codes.ts';
import { homeFolders } from '../storage/home.ts';
import type { Services } from '../wizard/services.ts';
import type { CommandContext } from './program.ts';

/** Shows the wizard on the real terminal; resolves to the exit code. */
export async function openWizard({ io }: CommandContext, services: Services): Promise<number> {
  const { startWizard } = await import('../ui/start.tsx');
  return await startWizard({
    terminal: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    environment: io.env,
    load: async () => {
      const [{ createElement }, { WizardApp }] = await Promise.all([
        import('react'),
        import('../ui/app.tsx'),
      ]);
      return createElement(WizardApp, { services });
    },
    loadMore: async () => {
      const { loadScreens } = await import('../ui/app.tsx');
      await loadScreens();
    },
    // The demo's home is removed when it ends; a report of a bug must outlive it.
    logFolder: services.simulator === undefined ? homeFolders(io.env).data : tmpdir(),
    now: () => new Date(),
    explain: (error) =>
      error instanceof KnownError
        ? { exitCode: exitCodeOf(error.kind), lines: [`error: ${error.message}`, error.hint] }
        : undefined,
  });
}
