import { EXIT_CODES } from '../core/remedies/exit-codes.ts';
import { writeJson, writeLine } from './io.ts';
import type { CommandContext } from './program.ts';

/** `tada simulator`: listens until it is stopped; the first line says where and with what to connect. */
export async function simulatorCommand(
  { io }: CommandContext,
  options: {
    readonly port?: number | undefined;
    readonly fault?: readonly string[] | undefined;
    readonly rowsPerSecond?: number;
    readonly listFaults?: boolean;
  },
): Promise<number> {
  const { SIMULATOR_FAULTS, startSimulator } = await import('../simulator/index.ts');
  if (options.listFaults === true) {
    for (const { name, description } of SIMULATOR_FAULTS) writeLine(io, `${name.padEnd(28)} ${description}`);
    return EXIT_CODES.done;
  }
  const simulator = await startSimulator({
    port: options.port,
    faults: options.fault,
    ...(options.rowsPerSecond === undefined ? {} : { rowsPerSecond: options.rowsPerSecond }),
  });
  const { url, authUrl, appId, secret, accessToken, advertiserIds } = simulator;
  writeJson(io, { url, authUrl, appId, secret, accessToken, advertiserIds });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await simulator.close();
  return EXIT_CODES.done;
}
