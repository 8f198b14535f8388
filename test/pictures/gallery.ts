import { launch, type PtySession } from '../e2e/support/pty.ts';
import { openShowroom } from '../e2e/support/showroom.ts';

/** The screens of the README, in the order in which they are seen. */
export const PICTURES = ['home', 'columns', 'funnel', 'sample', 'result', 'diagnosis'] as const;
export type Picture = (typeof PICTURES)[number];

/** The day that the invented people are of; nothing in the pictures comes from the clock. */
const SAMPLE_DAY = Date.UTC(2026, 8, 2, 12);

const PREVIEWED = /Rows read[\s\S]*Enter review/;

/**
 * Walks through the built program in a real terminal of 80 × 24, on the simulator, and gives what a person sees
 * on each of the screens. The same program gives the same pictures.
 */
export async function takePictures(): Promise<Readonly<Record<Picture, string>>> {
  await using room = await openShowroom(SAMPLE_DAY);
  await using wizard = launch({ env: room.env, cwd: room.folder });
  const take = (shown: string | RegExp, ...keys: readonly string[]) => takeThenPress(wizard, shown, keys);

  const home = await take('q quit', '4');
  await take('Which file holds the list?', 'enter');
  const columns = await take(/right columns\?[\s\S]*Enter choose/, 'enter');
  await take('Which audience is filled?', 'enter');
  const funnel = await take(PREVIEWED, 'right', 'right');
  const sample = await take(
    /as hashed[\s\S]*below[\s\S]*scroll[\s\S]*u show values[\s\S]*save rejects/,
    'enter',
  );
  await take('Nothing has been sent yet.', 'enter');
  await take('in the simulator?', 'y');
  const result = await take(/✓ Completed[\s\S]*below[\s\S]*what next[\s\S]*scroll/, 'enter');

  // The person who authorized loses the right to do so between two deliveries.
  room.simulator.control.setRole('ANALYST');
  await take('Refresh: preview and send again', '3');
  await take(PREVIEWED, 'enter');
  await take('Nothing has been sent yet.', 'enter');
  await take('in the simulator?', 'y');
  const diagnosis = await take(/1 ✗ Open[\s\S]*Enter choose/);
  return { home, columns, funnel, sample, result, diagnosis };
}

async function takeThenPress(
  wizard: PtySession,
  shown: string | RegExp,
  keys: readonly string[],
): Promise<string> {
  const screen = await wizard.waitFor(shown);
  wizard.press(...keys);
  return steady(screen);
}

/** Without what is another one at every run, and without rows that hold nothing. */
function steady(screen: string): string {
  return screen
    .replaceAll(/\b\d{8}-\d{4}-[a-z\d]{4}\b/g, '20260902-1200-vips')
    .replaceAll(/\b\d+(?:\.\d)? s\b/g, '2 s')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n');
}

/** The text with each picture between its marks; fails where a picture has no place. */
export function hangUp(text: string, pictures: Readonly<Record<Picture, string>>): string {
  return PICTURES.reduce((hung, name) => {
    const place = new RegExp(`(<!-- picture ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    if (!place.test(hung)) throw new Error(`There is no place for the picture “${name}”.`);
    return hung.replace(place, (_, start, end) => `${start}\`\`\`\n${pictures[name]}\n\`\`\`\n${end}`);
  }, text);
}
