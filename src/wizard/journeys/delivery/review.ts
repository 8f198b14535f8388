import type {
  AudienceSettings,
  EffectiveSettings,
  EventsSettings,
} from '../../../core/profiles/effective-settings.ts';
import { describeSource, isServer } from '../../../core/profiles/source-tables.ts';
import { formatAmount, formatCount, formatMoney, listed } from '../../../core/wording.ts';
import type { AnyPreview } from './any-preview.ts';
import { isoOf } from './funnel.ts';

/** Where an answer is changed. */
export type ReviewEdit =
  | { readonly screen: 'credential' | 'template' | 'query' | 'orchestration'; readonly name: string }
  | {
      readonly screen: 'destination';
      readonly name: string;
      readonly focus?: 'advertiser' | 'audienceName' | 'mode' | 'credential' | 'eventSourceId' | 'eventName';
    }
  /** The counts come from the preview. */
  | { readonly screen: 'preview' };

export interface ReviewRow {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly edit: ReviewEdit;
}

/** Every answer that decides what is sent and where to, in the order in which a person thinks of them. */
export function reviewRows(
  settings: EffectiveSettings,
  preview: AnyPreview | undefined,
): readonly ReviewRow[] {
  const { credential, destination, orchestration, query, template } = settings;
  const destinationEdit = (focus?: 'advertiser' | 'credential'): ReviewEdit => ({
    screen: 'destination',
    name: destination.name,
    ...(focus === undefined ? {} : { focus }),
  });
  const queryEdit: ReviewEdit = { screen: 'query', name: query.name };
  return [
    row('environment', 'Environment', environmentWords(settings), destinationEdit('credential')),
    row('credential', 'Credential', credential.name, { screen: 'credential', name: credential.name }),
    row('advertisers', 'Advertiser', settings.advertiserIds.join(', '), destinationEdit('advertiser')),
    row('destination', 'Destination', destination.name, destinationEdit()),
    ...(settings.kind === 'audience' ? audienceRows(settings) : eventRows(settings, preview)),
    row('sources', 'Source files', filesOf(settings), queryEdit),
    row('query', 'Query', oneLine(settings.sql ?? settings.sqlFile ?? ''), queryEdit),
    row('mapping', 'Columns', mappingOf(settings, preview), { screen: 'template', name: template.name }),
    row(
      'rules',
      'Rules',
      settings.kind === 'audience' ? audienceRules(settings) : eventRules(settings),
      destinationEdit(),
    ),
    ...(preview === undefined ? [] : [row('counts', 'Counts', countsOf(preview), { screen: 'preview' })]),
    ...(preview?.kind === 'events' ? amountRows(preview) : []),
    row('orchestration', 'Orchestration', orchestration.name, {
      screen: 'orchestration',
      name: orchestration.name,
    }),
  ];
}

function row(id: string, label: string, value: string, edit: ReviewEdit): ReviewRow {
  return { id, label, value, edit };
}

function environmentWords({ credential }: EffectiveSettings): string {
  switch (credential.environment) {
    case 'production':
      return 'PRODUCTION: real people, real ad account';
    case 'sandbox':
      return 'sandbox: TikTok’s own place to try things';
    case 'simulator':
      return 'simulator: nothing leaves this machine';
  }
}

const MODES: Readonly<Record<AudienceSettings['mode'], string>> = {
  match: 'match: the audience becomes this list',
  add: 'add: nobody is removed',
  remove: 'remove: the list leaves the audience',
};

function audienceRows(settings: AudienceSettings): readonly ReviewRow[] {
  const { audienceName = 'not given yet', audienceId, mode, destination } = settings;
  const value = audienceId === undefined ? audienceName : `${audienceName} (${audienceId})`;
  return [
    row('audience', 'Audience', value, nameEdit(settings)),
    row('mode', 'Mode', MODES[mode], modeEdit(settings)),
    ...(settings.channel === 'file'
      ? [row('channel', 'Channel', 'customer file', { screen: 'destination', name: destination.name })]
      : []),
  ];
}

/** The name is changed where it was given: the last to speak is the orchestration, then the template. */
function nameEdit({ orchestration, template, destination }: AudienceSettings): ReviewEdit {
  if (orchestration.set?.audienceName !== undefined) {
    return { screen: 'orchestration', name: orchestration.name };
  }
  if (template.audienceName !== undefined) return { screen: 'template', name: template.name };
  if (destination.audienceName !== undefined) {
    return { screen: 'destination', name: destination.name, focus: 'audienceName' };
  }
  return { screen: 'orchestration', name: orchestration.name };
}

function modeEdit({ orchestration, destination }: AudienceSettings): ReviewEdit {
  return orchestration.set?.mode === undefined
    ? { screen: 'destination', name: destination.name, focus: 'mode' }
    : { screen: 'orchestration', name: orchestration.name };
}

function eventRows(settings: EventsSettings, preview: AnyPreview | undefined): readonly ReviewRow[] {
  const { eventSource, eventSourceId = 'not given yet', fixedEventName, orchestration } = settings;
  const { template, destination } = settings;
  const edit = (key: 'eventSourceId' | 'fixedEventName'): ReviewEdit => {
    if (orchestration.set?.[key] !== undefined) return { screen: 'orchestration', name: orchestration.name };
    if (template[key] !== undefined) return { screen: 'template', name: template.name };
    const focus = key === 'eventSourceId' ? key : 'eventName';
    return { screen: 'destination', name: destination.name, focus };
  };
  const kind = eventSource === 'offline' ? 'event set' : 'pixel';
  return [
    row('source', 'Event source', `${eventSource}, ${kind} ${eventSourceId}`, edit('eventSourceId')),
    row('event', 'Event name', namesInWords(fixedEventName, preview), edit('fixedEventName')),
  ];
}

/** The names the events have, once they were read; rows that name none get the fixed one. */
function namesInWords(fixedEventName: string | undefined, preview: AnyPreview | undefined): string {
  if (preview?.kind !== 'events') return fixedEventName ?? 'from the rows';
  const names = preview.staged.names.map(({ name, events }) => `${name} (${formatCount(events)})`);
  return names.length === 0 ? 'none' : names.join(', ');
}

/** What the events are worth and when they happened. */
function amountRows({ staged }: Extract<AnyPreview, { readonly kind: 'events' }>): readonly ReviewRow[] {
  const toPreview: ReviewEdit = { screen: 'preview' };
  const values = staged.values.map(({ total, currency }) => formatMoney(total, currency)).join(', ');
  return [
    row('values', 'Value', values === '' ? 'none' : values, toPreview),
    ...(staged.time === undefined
      ? []
      : [row('times', 'Time', `${isoOf(staged.time.from)} to ${isoOf(staged.time.to)} (UTC)`, toPreview)]),
  ];
}

function filesOf({ tables, query }: EffectiveSettings): string {
  if (isServer(tables)) return describeSource(query.source);
  return Object.entries(tables)
    .map(([table, files]) => {
      const [first = '', ...others] = files.map((file) => file.split(/[\\/]/).at(-1) ?? file);
      return `${table} = ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
    })
    .join(', ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What the preview found out, or else what the template says. */
function mappingOf({ columns }: EffectiveSettings, preview: AnyPreview | undefined): string {
  if (preview?.kind === 'audience') {
    return preview.slots.map(({ type, column }) => `${type} ← ${column}`).join(', ');
  }
  if (columns === undefined) return 'by the columns’ names';
  return Object.entries(columns)
    .map(([field, names]) => `${field} ← ${names.join(' + ')}`)
    .join(', ');
}

function phoneRules({ rules: { phoneRule, defaultCountry } }: EffectiveSettings): readonly string[] {
  return [
    phoneRule === 'plus' ? 'phone hashed with +' : 'phone hashed as digits only',
    defaultCountry === undefined ? 'no default country' : `default country ${defaultCountry}`,
  ];
}

function audienceRules(settings: AudienceSettings): string {
  const { rules, idTypes, dropPlaceholders } = settings;
  return [
    ...(idTypes.includes('EMAIL') ? [`e-mail ${rules.emailRule}`] : []),
    ...(idTypes.includes('PHONE') ? phoneRules(settings) : []),
    ...(idTypes.includes('IDFA') ? [`IDFA in ${rules.idfaCase} case`] : []),
    ...(dropPlaceholders ? ['placeholders left out'] : []),
  ].join(', ');
}

function eventRules(settings: EventsSettings): string {
  return [
    `e-mail ${settings.rules.emailRule}`,
    ...phoneRules(settings),
    settings.timeZone === undefined ? 'no time zone' : `times in ${settings.timeZone}`,
    ...(settings.limitedDataUse ? ['limited data use'] : []),
    ...(settings.sendOldEvents ? ['old events too'] : []),
  ].join(', ');
}

function countsOf(preview: AnyPreview): string {
  const { rows } = preview.plan.expected;
  if (preview.kind === 'events') {
    const { delivered, alreadyDelivered } = preview.plan.expected.delivery;
    return listed([
      `${formatAmount(delivered, 'event')} to send`,
      `${formatCount(alreadyDelivered)} delivered before`,
    ]);
  }
  const { added, removed, unchanged } = preview.plan.expected.delivery;
  return listed([
    formatAmount(rows.unique, 'person', 'people'),
    `${formatAmount(added, 'identifier')} to add`,
    `${formatCount(removed)} to remove`,
    `${formatCount(unchanged)} unchanged`,
  ]);
}
