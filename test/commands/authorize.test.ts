import { expect, test } from 'vitest';
import { openWorkplace } from './support/workplace.ts';

test.each([
  ['simulator', 'The address of the simulator’s authorization page is not known.'],
  ['sandbox', 'TikTok has no authorization page for the sandbox.'],
] as const)('without an authorization page, the %s is named', async (environment, message) => {
  const { services, simulator } = await openWorkplace();
  const draft = { environment, appId: simulator.appId, secret: simulator.secret };
  await expect(services.credentials.authorize(draft)).rejects.toMatchObject({
    kind: 'configuration',
    message,
  });
});
