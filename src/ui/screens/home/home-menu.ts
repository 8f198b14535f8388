import type { RunRecord } from '../../../core/ports/storage.ts';
import { type EntityKind, namesOf } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { withoutGroupRuns } from '../../../wizard/journeys/delivery/campaign-runs.ts';
import { openFailures } from '../../../wizard/journeys/diagnose/run-explanation.ts';
import type { Screen } from '../../navigation/screen-types.ts';

/** What choosing something at home does. */
export type HomeAction =
  | { readonly type: 'open'; readonly screen: Screen }
  /** Sets a campaign up, and shows whom it would send where. */
  | { readonly type: 'campaign' }
  | { readonly type: 'menu'; readonly menu: 'manage' | 'send' }
  | { readonly type: 'quit' };

export interface HomeItem {
  readonly id: string;
  readonly label: string;
  readonly note?: string | undefined;
  readonly description?: string | undefined;
  readonly action: HomeAction;
}

/** All of them are one Enter away, in a list of their own. */
const MOST_ORCHESTRATIONS = 3;
/** A menu has as many items as there are digits. */
const MOST_ITEMS = 9;

/** Journeys that can be left in the middle and taken up again, by the place their draft is kept at. */
export const BEGUN_PLACES = ['refresh', 'onboarding/audience', 'onboarding/events'] as const;
export type BegunPlace = (typeof BEGUN_PLACES)[number];

/**
 * What can be done now, the most likely first. `runs` come newest first; `begun` journeys wait to be gone on with;
 * `incomplete` is a credential whose token isn't on this machine.
 */
export function homeMenu(
  profile: Profile,
  runs: readonly RunRecord[],
  begun: readonly BegunPlace[] = [],
  incomplete?: string,
): readonly HomeItem[] {
  const orchestrations = byLastRun(profile, runs);
  const last = [...incompleteItem(incomplete), ...lastRunItem(runs)];
  const others = otherItems(profile, runs, begun, orchestrations.length > 0);
  const room = Math.min(MOST_ORCHESTRATIONS, MOST_ITEMS - last.length - others.length);
  const isTooLong = orchestrations.length > room;
  // The way to the list takes the place of one of them.
  const shown = orchestrations.slice(0, isTooLong ? room - 1 : room);
  return [
    ...last,
    ...shown.map((name) => orchestrationItem(name, runs)),
    ...(isTooLong
      ? [open('orchestrations', 'All orchestrations', { id: 'manage', kind: 'orchestration' })]
      : []),
    ...others,
  ];
}

/** A profile from another machine comes without secrets; nothing can be sent before they are here. */
function incompleteItem(credential: string | undefined): readonly HomeItem[] {
  if (credential === undefined) return [];
  const item = open('incomplete', `Authorize ${credential} on this machine`, {
    id: 'credential',
    name: credential,
    authorizeOnly: true,
  });
  return [{ ...item, description: 'It has no access token here: what is sent with it would fail.' }];
}

function otherItems(
  profile: Profile,
  runs: readonly RunRecord[],
  begun: readonly BegunPlace[],
  hasOrchestrations: boolean,
): readonly HomeItem[] {
  const listed = withoutGroupRuns(runs).length;
  return [
    ...refreshItem(profile, begun),
    ...(hasOrchestrations ? [somethingNew(begun)] : sendMenu(begun)),
    ...(listed === 0 ? [] : [open('runs', 'Look at the runs', { id: 'runs' }, `${listed}`)]),
    ...scheduleItem(profile),
    ...diagnoseItem(profile),
    {
      id: 'manage',
      label: 'Change what is set up',
      description: 'Credentials, destinations, queries and what is made of them; audiences at TikTok.',
      action: { type: 'menu', menu: 'manage' },
    },
    { id: 'quit', label: 'Quit', action: { type: 'quit' } },
  ];
}

function somethingNew(begun: readonly BegunPlace[]): HomeItem {
  return {
    id: 'send',
    label: 'Send something new',
    note: sendMenu(begun).find(({ note }) => note !== undefined)?.note,
    description: 'Another audience, events or a campaign, step by step.',
    action: { type: 'menu', menu: 'send' },
  };
}

function begunNote(begun: readonly BegunPlace[], place: BegunPlace): string | undefined {
  return begun.includes(place) ? 'begun: go on where you left' : undefined;
}

/** The guided ways to a first delivery. */
export function sendMenu(begun: readonly BegunPlace[]): readonly HomeItem[] {
  return [
    {
      ...open(
        'send-audience',
        'Send an audience',
        { id: 'onboarding' },
        begunNote(begun, 'onboarding/audience'),
      ),
      description: 'Step by step, from a file to an audience at TikTok.',
    },
    {
      ...open(
        'send-events',
        'Send events',
        { id: 'onboarding', kind: 'events' },
        begunNote(begun, 'onboarding/events'),
      ),
      description: 'Step by step: purchases and other things people did, in stores or on the web.',
    },
  ];
}

/** Everything new that can be sent from what is set up: a campaign needs somewhere to send people to. */
export function newMenu(profile: Profile, begun: readonly BegunPlace[]): readonly HomeItem[] {
  const hasAudiences = profile.destinations.some(({ kind }) => kind === 'audience');
  return hasAudiences ? [...sendMenu(begun), CAMPAIGN] : sendMenu(begun);
}

const CAMPAIGN: HomeItem = {
  id: 'send-campaign',
  label: 'Send a campaign',
  description: 'Segments of people, split into groups with an audience each.',
  action: { type: 'campaign' },
};

/** For whoever has a list and a credential that somebody set up; without either the guided way is the one. */
function refreshItem({ credentials }: Profile, begun: readonly BegunPlace[]): readonly HomeItem[] {
  if (credentials.length === 0) return [];
  const item = open('refresh', 'Send a file', { id: 'refresh' }, begunNote(begun, 'refresh'));
  return [
    { ...item, description: 'A list of people, as it is, becomes an audience: no SQL, nothing to set up.' },
  ];
}

function open(id: string, label: string, screen: Screen, note?: string): HomeItem {
  return { id, label, note, action: { type: 'open', screen } };
}

/** What failed and was not made good is the first thing to look at, then a last run that didn't end well. */
function lastRunItem(runs: readonly RunRecord[]): readonly HomeItem[] {
  // A campaign's audiences are gone on with together.
  const [last] = withoutGroupRuns(runs);
  const [failed] = openFailures(runs);
  if (failed !== undefined) return [failureItem(failed, failed === last)];
  const label = last === undefined ? undefined : lastRunLabel(last);
  if (last === undefined || label === undefined) return [];
  const item = open('last-run', label, { id: 'run-details', runId: last.id }, last.orchestration);
  return [{ ...item, description: last.fault?.explanation }];
}

function failureItem({ id, orchestration, fault }: RunRecord, isLast: boolean): HomeItem {
  const label = isLast ? 'The last run failed: see why' : 'A run failed: see why';
  const item = open('last-run', label, { id: 'diagnose', runId: id }, orchestration);
  return { ...item, description: fault?.explanation };
}

function lastRunLabel({ outcome }: RunRecord): string | undefined {
  switch (outcome) {
    case 'completed':
      return undefined;
    case 'alert':
      return 'The last run left something to look at';
    case 'error':
      return 'The last run failed: see why';
    case 'cancelled':
      return 'The last run was stopped: go on with it';
    case undefined:
      return 'The last run has not ended: look at it';
  }
}

function orchestrationItem(name: string, runs: readonly RunRecord[]): HomeItem {
  const last = runs.find(({ orchestration }) => orchestration === name);
  return {
    ...open(`orchestration ${name}`, `${last === undefined ? 'Preview' : 'Refresh'} ${name}`, {
      id: 'preview',
      orchestration: name,
    }),
    note: last === undefined ? 'never run' : `last run ${last.startedAt.slice(0, 10)}`,
    description: 'Shows what would be sent; nothing leaves before you say so.',
  };
}

/** Orchestrations, then campaigns. The one run last comes first; those that never ran come last, in their own order. */
function byLastRun(profile: Profile, runs: readonly RunRecord[]): readonly string[] {
  const names = [...namesOf(profile, 'orchestration'), ...namesOf(profile, 'campaign')];
  const ran = [...new Set(runs.map(({ orchestration }) => orchestration))].filter((name) =>
    names.includes(name),
  );
  return [...ran, ...names.filter((name) => !ran.includes(name))];
}

/** Where the answer is to what happened last night; most profiles have nothing that runs by itself. */
function scheduleItem({ orchestrations, campaigns }: Profile): readonly HomeItem[] {
  const scheduled = [
    ...orchestrations.filter(({ schedule = 'manual' }) => schedule !== 'manual'),
    ...campaigns.filter(({ timing }) => timing !== undefined && timing.type !== 'manual'),
  ];
  if (scheduled.length === 0) return [];
  const item = open('schedules', 'What runs by itself', { id: 'schedules' }, `${scheduled.length}`);
  return [{ ...item, description: 'When it comes next, how it ended last; pausing it.' }];
}

/** There is nothing to go wrong before there is a destination. */
function diagnoseItem({ destinations }: Profile): readonly HomeItem[] {
  if (destinations.length === 0) return [];
  const item = open('diagnose', 'Find out what is wrong', { id: 'diagnose' });
  const description = 'A run that failed, an answer of TikTok’s, the connection of a destination.';
  return [{ ...item, description }];
}

/** Each kind of thing that can be changed, with how many there are. */
export function manageMenu(profile: Profile): readonly HomeItem[] {
  const audiences = open('audiences', 'Audiences at TikTok', { id: 'audiences' });
  const retention = open('retention', 'How long runs are kept', { id: 'retention' });
  return [
    ...KINDS.map(({ kind, label }) =>
      open(kind, label, { id: 'manage', kind }, `${namesOf(profile, kind).length}`),
    ),
    { ...audiences, description: 'Look at them, watch one grow, delete one by typing its name.' },
    { ...retention, description: 'And deleting old ones; audiences stay as they are.' },
  ];
}

const KINDS: readonly { readonly kind: EntityKind; readonly label: string }[] = [
  { kind: 'credential', label: 'Credentials' },
  { kind: 'destination', label: 'Destinations' },
  { kind: 'template', label: 'Data templates' },
  { kind: 'query', label: 'Queries' },
  { kind: 'orchestration', label: 'Orchestrations' },
  { kind: 'segment', label: 'Segments' },
  { kind: 'campaign', label: 'Campaigns' },
];
