import { describe, expect, test } from 'vitest';
import { fakeServices } from '../../support/fake-services.ts';
import { showWizard, walk } from '../../support/show-wizard.tsx';

/** Presses Enter until the screen shows the text; fails with the screen when it never does. */
async function enterUntil(
  view: Awaited<ReturnType<typeof showWizard>>,
  text: string,
  most = 40,
): Promise<number> {
  for (let pressed = 0; pressed <= most; pressed += 1) {
    if (view.frame().includes(text)) return pressed;
    await walk(view, 'enter');
  }
  throw new Error(`Never shown: ${text}\n${view.frame()}`);
}

describe.each([
  ['80 × 24', { columns: 80, rows: 24 }],
  ['40 × 15', { columns: 40, rows: 15 }],
  ['read aloud', { columns: 80, rows: 24, appearance: { isReadAloud: true } }],
])('the demo at %s', (_, options) => {
  test('leads from home to a preview with Enter alone', async () => {
    const fake = fakeServices({ isDemo: true });
    const view = await showWizard(fake, { id: 'home' }, options);
    const pressed = await enterUntil(view, '"id":"preview"');
    expect(pressed).toBeLessThanOrEqual(22);
    expect(fake.profile()).toMatchObject({
      credentials: [{ name: 'demo', environment: 'simulator' }],
      destinations: [{ name: 'demo audiences', audienceName: 'VIP customers', defaultCountry: 'US' }],
      queries: [{ sql: 'SELECT\n  email AS EMAIL,\n  phone AS PHONE\nFROM Customer360' }],
      templates: [{ destination: 'demo audiences', columns: { EMAIL: ['EMAIL'], PHONE: ['PHONE'] } }],
      orchestrations: [{ name: 'VIP customers' }],
    });
    expect(fake.secrets.get('demo/accessToken')).toBe('simulated-token');
    expect(JSON.stringify(fake.profile())).not.toContain('simulated');
  });
});
