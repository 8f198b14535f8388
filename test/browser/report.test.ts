import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { customersCsv, openWorkplace, range, vipProfile } from '../commands/support/workplace.ts';
import { startBrowser, type Visit } from './browser.ts';

/** The program of a Chromium or Chrome; not looked for, because one that is there may not be able to start. */
const program = process.env.TADA_BROWSER ?? '';

const VISITS: readonly Visit[] = [
  { width: 1200, height: 900, scheme: 'light' },
  { width: 1200, height: 900, scheme: 'dark' },
  { width: 360, height: 800, scheme: 'light' },
  { width: 360, height: 800, scheme: 'dark' },
];

/** Every text of the page that can't be read well: WCAG asks for a contrast of 4.5 to 1. */
const FAINT_TEXTS = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((each) => each / 255)
    .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'rgb(18, 18, 18)' : 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => {
      const { color, fill } = getComputedStyle(element);
      const [a, b] = [light(element.closest('svg') ? fill : color), light(behind(element))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    })
    .map((element) => element.tagName + ' ' + element.textContent.trim());
})()`;

/** Of the bars, and of the two charts at the end. */
const HEIGHTS = "[...document.querySelectorAll('svg')].map((each) => each.getBoundingClientRect().height)";

/** Elements of the page that lie partly outside the window. */
const CUT_OFF = `[...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.tagName + ' ' + element.textContent.trim().slice(0, 40))`;

test.skipIf(program === '')(
  'a report is whole, readable and loads nothing in a browser, which TADA_BROWSER names',
  async () => {
    const place = await openWorkplace();
    place.write('profile.json', vipProfile(place.simulator, { batchSize: 50 }));
    await place.tada('apply', 'profile.json');
    let run = '';
    for (const first of [0, 40, 90]) {
      place.write('customers.csv', `${customersCsv(range(first, first + 300))}not an address,\n`);
      run = (await place.run('vip')).summary.run;
    }
    expect((await place.tada('runs', 'report', run, '-o', 'report.html')).code).toBe(0);
    const url = pathToFileURL(join(place.folder, 'report.html')).href;

    const browser = await startBrowser(program);
    onTestFinished(() => browser.close());
    for (const visit of VISITS) {
      const page = await browser.visit(url, visit);
      const seen = {
        requests: page.requests,
        complaints: page.complaints,
        faint: await page.evaluate(FAINT_TEXTS),
        cutOff: await page.evaluate(CUT_OFF),
        headings: await page.evaluate("document.querySelectorAll('h1').length"),
        charts: await page.evaluate(`${HEIGHTS}.slice(-2).map((height) => height > 40)`),
        bars: await page.evaluate(`${HEIGHTS}.slice(0, -2).every((height) => height > 5)`),
      };
      expect({ visit, ...seen }).toEqual({
        visit,
        requests: [url],
        complaints: [],
        faint: [],
        cutOff: [],
        headings: 1,
        charts: [true, true],
        bars: true,
      });
    }
  },
);
