import type { Services } from '../wizard/services.ts';
import type { CommandContext } from './program.ts';
import { createServices } from './services.ts';

/** Does a command's work, and lets go of the engine and everything else it used whatever happens; gives its exit code. */
export async function withServices(
  context: CommandContext,
  work: (services: Services) => Promise<number>,
): Promise<number> {
  const services = await createServices(context);
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
