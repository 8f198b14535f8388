import { formatCount } from '../wording.ts';
import { barTable, escapeHtml, lineChart } from './report-charts.ts';
import type { RunReport } from './run-report.ts';

/**
 * The report as one HTML page that needs nothing else: no script, no font, no picture and no address to load
 * from, and a policy that forbids the browser to load any. Readable in light and dark, in print, and aloud.
 */
export function renderReport(report: RunReport): string {
  const { id, title, outcome, funnel, buckets, delivery, days } = report;
  const read = funnel[0]?.count ?? 0;
  const heading = `${title}: ${outcome}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)} <span class="${escapeHtml(outcome.replaceAll(' ', '-'))}">${escapeHtml(outcome)}</span></h1>
${factsOf(report)}
${faultOf(report)}
${section('What became of the rows', barTable('Step by step', funnel, read), barTable('Where every row ended', buckets, read))}
${section('What TikTok confirmed', countsOf(delivery))}
${section('Events by day (UTC), as they were prepared', barTable('Events and their value', days, totalOf(days)))}
${section('What could not be used', rejectedOf(report))}
${section('How it went', lineChart('Confirmed by TikTok', report.throughput, 'entries'), tasksOf(report))}
${section('The audience over its runs', lineChart('Identifiers that tada sent to it and knows there', report.sizes, 'identifiers'))}
</main>
<footer>Run ${escapeHtml(id)}, reported by tada ${escapeHtml(report.version)}. Counts, names and ids only: no rows, values or hashes.</footer>
</body>
</html>
`;
}

const totalOf = (bars: RunReport['days']) => bars.reduce((sum, { count }) => sum + count, 0);

/** Nothing where there is nothing to show. */
function section(heading: string, ...parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '');
  return filled.length === 0
    ? ''
    : `<section><h2>${escapeHtml(heading)}</h2>\n${filled.join('\n')}\n</section>`;
}

function factsOf({ target, startedAt, finishedAt }: RunReport): string {
  const facts = [...target, ['Started', startedAt], ['Ended', finishedAt ?? 'not finished']] as const;
  return `<dl>${facts.map(([word, value]) => `<div><dt>${escapeHtml(word)}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>`;
}

function faultOf({ fault, id }: RunReport): string {
  if (fault === undefined) return '';
  const request =
    fault.requestId === undefined ? '' : ` Request id: <code>${escapeHtml(fault.requestId)}</code>`;
  const actions = fault.actions.map((title) => `<li>${escapeHtml(title)}</li>`).join('');
  return `<section class="fault"><h2>What stopped it</h2>
<p>${escapeHtml(fault.explanation)}</p>
<p>Message: <q>${escapeHtml(fault.message)}</q>${request}</p>
<p>${escapeHtml(fault.nextStep)} Go on with <code>tada runs resume ${escapeHtml(id)}</code>.</p>
${actions === '' ? '' : `<ul>${actions}</ul>`}</section>`;
}

function countsOf(delivery: RunReport['delivery']): string {
  if (delivery.length === 0) return '';
  const rows = delivery.map(
    ({ label, count }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="number">${formatCount(count)}</td></tr>`,
  );
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

function rejectedOf({ rejected }: RunReport): string {
  if (rejected.length === 0) return '';
  const rows = rejected.map(
    ({ label, count, explanation }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="number">${formatCount(count)}</td><td>${escapeHtml(explanation)}</td></tr>`,
  );
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

function tasksOf({ tasks }: RunReport): string {
  if (tasks.length === 0) return '';
  const rows = tasks.map(
    ({ at, name, status }) =>
      `<tr><td>${escapeHtml(at)}</td><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(status)}</td></tr>`,
  );
  return `<table><caption>Tasks</caption><tbody>${rows.join('')}</tbody></table>`;
}

const STYLE = `:root{color-scheme:light dark;--ink:#1c1c1e;--soft:#6b6b70;--paper:#fff;--rail:#e6e6ea;--bar:#0a7d8c;--good:#17803d;--warn:#9a5b00;--bad:#b42318}
@media (prefers-color-scheme:dark){:root{--ink:#ececee;--soft:#a5a5ab;--paper:#151517;--rail:#2d2d31;--bar:#3cc2d2;--good:#4cc77a;--warn:#e3a44a;--bad:#ff8a7a}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main,footer{max-width:52rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;margin:0 0 1rem}h1 span{font-size:1rem;border:1px solid currentColor;border-radius:1rem;padding:.1rem .7rem;vertical-align:middle}
.completed{color:var(--good)}.alert{color:var(--warn)}.error{color:var(--bad)}
h2{font-size:1.1rem;margin:2rem 0 .5rem}dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:.3rem 1rem;margin:0}
dt{color:var(--soft);font-size:.85rem}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}caption{text-align:left;color:var(--soft)}
th,td{text-align:left;padding:.2rem .6rem .2rem 0;font-weight:400;vertical-align:top}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{width:40%}.bar svg{display:block;width:100%;height:.8rem;margin-top:.4rem}rect{fill:var(--bar)}.rail{fill:var(--rail)}
figure{margin:.5rem 0 1rem}figcaption,figure p,footer{color:var(--soft)}figure p{margin:0;font-size:.85rem}.line{width:100%;height:auto}polyline{fill:none;stroke:var(--bar);stroke-width:2}line{stroke:var(--rail)}
.fault{border-left:4px solid var(--bad);padding-left:1rem}footer{font-size:.85rem;border-top:1px solid var(--rail)}`;
