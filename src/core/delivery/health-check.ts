import { KnownError } from '../errors.ts';
import type { CallOptions, TikTok } from '../ports/tiktok.ts';
import { isEndpointMissing } from '../remedies/endpoint-missing.ts';
import type { Fault } from '../remedies/faults.ts';
import { formatCount } from '../wording.ts';
import { roleName, statusName } from './account-words.ts';
import { warnAboutExpiry, warnAboutLimit, warnAboutSize } from './audience-alerts.ts';
import { analystRefused } from './check-connection.ts';
import { listAll } from './check-event-source.ts';
import type { Warning } from './events.ts';
import { faultOf } from './run-context.ts';
import { AUDIENCE_LIMIT } from './warnings.ts';

/** One line of a health check; `detail` is a sentence. */
export interface Check {
  readonly name:
    | 'network'
    | 'clock'
    | 'token'
    | 'scopes'
    | 'advertiser'
    | 'role'
    | 'audiences'
    | 'streaming'
    | 'eventSource';
  readonly ok: boolean;
  readonly detail: string;
  readonly fault?: Fault | undefined;
  /** What works now and may not for long; its message stands in `detail` as well. */
  readonly warning?: Warning | undefined;
}

export interface CheckReport {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

export interface HealthCheckRequest {
  readonly kind: 'audience' | 'events';
  readonly advertiserIds: readonly string[];
  readonly eventSource: { readonly kind: 'offline' | 'web'; readonly id: string } | undefined;
  /** The audience's name, where the destination has one. */
  readonly audienceName?: string | undefined;
}

type Ports = Pick<
  TikTok,
  'userInfo' | 'advertisers' | 'listAudiences' | 'listEventSets' | 'listPixels' | 'clockSkew'
>;

/** A clock this far from TikTok's makes event times wrong and signatures fail. */
const TOLERATED_SKEW_SECONDS = 60;

/**
 * Looks at everything a run needs, without changing anything. Never rejects for what TikTok answers: each
 * answer is a line. After the first line that makes the others pointless (no network, no token) it stops.
 */
export async function checkHealth(
  tiktok: Ports,
  request: HealthCheckRequest,
  options: CallOptions,
): Promise<CheckReport> {
  const checks: Check[] = [];
  const add: Add = (name, ok, detail, fault) => {
    checks.push({ name, ok, detail, ...(fault === undefined ? {} : { fault }) });
  };
  const alert = (name: Check['name'], warnings: readonly Warning[]) => {
    for (const warning of warnings) checks.push({ name, ok: true, detail: warning.message, warning });
  };
  const report = (): CheckReport => ({ ok: checks.every(({ ok }) => ok), checks });

  const token = await settle(() => tiktok.userInfo(options));
  if (!token.ok && isUnreachable(token.fault)) {
    add('network', false, token.fault.explanation, token.fault);
    return report();
  }
  add('network', true, 'TikTok answers.');
  const skew = tiktok.clockSkew();
  if (skew !== undefined) {
    const seconds = Math.round(Math.abs(skew) / 1000);
    const isFine = seconds <= TOLERATED_SKEW_SECONDS;
    add(
      'clock',
      isFine,
      isFine
        ? 'This machine’s clock agrees with TikTok’s.'
        : `This machine’s clock is ${seconds} seconds ${skew > 0 ? 'ahead of' : 'behind'} TikTok’s; set it right.`,
    );
  }
  const isUnread = !token.ok && isOnlyUnread(request, token);
  if (!token.ok && !token.isMissingEndpoint && !isUnread) {
    add(token.fault.kind === 'missing-scope' ? 'scopes' : 'token', false, token.fault.message, token.fault);
    return report();
  }
  add(
    'token',
    true,
    token.ok
      ? `TikTok accepts the token (${token.value.data.displayName}).`
      : isUnread
        ? 'TikTok knows the token; whose it is may not be read with it.'
        : 'Not checked: this server has no user endpoint.',
  );

  const advertisers = await checkAdvertisers(tiktok, request, options, add);
  if (request.kind === 'audience') await checkAudiences(tiktok, request, options, { add, alert });
  else {
    const source = await checkEventSource(tiktok, request, options, add);
    if ([token, advertisers, source].some((asked) => asked?.ok === false && isOnlyUnread(request, asked))) {
      alert('scopes', [REPORTS_PERHAPS]);
      return report();
    }
  }
  const scopeFault = checks.find(({ fault }) => fault?.kind === 'missing-scope')?.fault;
  add(
    'scopes',
    scopeFault === undefined,
    scopeFault === undefined ? 'No scope was missing for what was asked.' : scopeFault.message,
    scopeFault,
  );
  return report();
}

/**
 * A token that may only report events can't read whom and what it is for, and delivers all the same: what it may not
 * read is unchecked, not wrong. Runs go by the same rule (`checkReporting`); an audience's run has to read.
 */
function isOnlyUnread({ kind }: HealthCheckRequest, { fault }: { readonly fault: Fault }): boolean {
  return kind === 'events' && fault.kind === 'missing-scope';
}

/** TikTok documents no way to ask what a token may do; sending a test event would be more than a check. */
const REPORTS_PERHAPS: Warning = {
  code: 'role-unknown',
  message:
    'The token lacks scopes for reading, which events don’t need. Whether it may report events shows with the first delivery (TikTok has no question for it).',
};

type Add = (name: Check['name'], ok: boolean, detail: string, fault?: Fault) => void;

async function checkAdvertisers(
  tiktok: Ports,
  request: HealthCheckRequest,
  options: CallOptions,
  add: Add,
): Promise<Settled<unknown>> {
  const asked = await settle(() => tiktok.advertisers(request.advertiserIds, options));
  if (!asked.ok) {
    if (isOnlyUnread(request, asked)) {
      add('advertiser', true, `Not checked: the token may not read the ad account (${asked.fault.message})`);
      return asked;
    }
    const name = asked.fault.kind === 'missing-permission' ? 'role' : 'advertiser';
    add(name, false, asked.fault.message, asked.fault);
    return asked;
  }
  for (const { id, name, status, role } of asked.value) {
    const isEnabled = status === undefined || status === 'STATUS_ENABLE';
    add(
      'advertiser',
      isEnabled,
      status === undefined
        ? `${id}: its status can't be read here.`
        : `${name} (${id}): ${statusName(status)}${isEnabled ? '' : ` (${status})`}.`,
    );
    if (role === 'ANALYST') {
      const error = analystRefused(id);
      add('role', false, `${error.message} ${error.hint}`, faultOf(error));
    } else {
      add(
        'role',
        true,
        role === 'unknown'
          ? `${id}: unknown, TikTok does not tell the role; Admin or Operator is needed.`
          : `${id}: ${roleName(role)}.`,
      );
    }
  }
  return asked;
}

interface Lines {
  readonly add: Add;
  readonly alert: (name: Check['name'], warnings: readonly Warning[]) => void;
}

async function checkAudiences(
  tiktok: Ports,
  request: HealthCheckRequest,
  options: CallOptions,
  { add, alert }: Lines,
) {
  const listed = await settle(() => tiktok.listAudiences(request.advertiserIds[0] ?? '', options));
  if (listed.ok) {
    const number = listed.value.data.length;
    add('audiences', number < AUDIENCE_LIMIT, `${number} of ${AUDIENCE_LIMIT} audiences are used.`);
    if (number < AUDIENCE_LIMIT) alert('audiences', warnAboutLimit(number));
    for (const audience of listed.value.data.filter(({ name }) => name === request.audienceName)) {
      const { id, name, isValid, coverNumber, error } = audience;
      const state = isValid
        ? `usable, about ${formatCount(coverNumber)} people`
        : (error ?? 'not usable (yet)');
      add('audiences', error === undefined, `"${name}" (${id}): ${state}.`);
      alert('audiences', [...warnAboutExpiry(audience), ...warnAboutSize(audience)]);
    }
  } else if (listed.isMissingEndpoint) {
    add('audiences', true, 'TikTok does not list audiences here (the sandbox has no list).');
  } else {
    add('audiences', false, listed.fault.message, listed.fault);
  }
  // Only a write tells: TikTok documents no way to ask whether an app may use the streaming API.
  add(
    'streaming',
    true,
    'Whether the app may stream shows with the first delivery (TikTok has no question for it); where it may not, a new audience is made from customer files.',
  );
}

async function checkEventSource(
  tiktok: Ports,
  request: HealthCheckRequest,
  options: CallOptions,
  add: Add,
): Promise<Settled<unknown> | undefined> {
  const { eventSource } = request;
  if (eventSource === undefined) {
    add('eventSource', true, 'The event source is given by the orchestration.');
    return undefined;
  }
  const { advertiserIds } = request;
  const hasIt =
    advertiserIds.length === 1
      ? `The ad account ${advertiserIds.join('')} has`
      : `The ad accounts ${advertiserIds.join(', ')} have`;
  if (eventSource.kind === 'offline') {
    const sets = await settle(() =>
      listAll(advertiserIds, async (id) => (await tiktok.listEventSets(id, options)).data),
    );
    if (!sets.ok) {
      add(
        'eventSource',
        true,
        `Event sets can't be listed here (${sets.fault.message}); the id stays unchecked.`,
      );
      return sets;
    }
    const found = sets.value.find(({ id }) => id === eventSource.id);
    add(
      'eventSource',
      found !== undefined,
      found === undefined ? `${hasIt} no event set ${eventSource.id}.` : `${found.name} (${found.id}).`,
    );
    return sets;
  }
  const pixels = await settle(() =>
    listAll(advertiserIds, async (id) => (await tiktok.listPixels(id, options)).data),
  );
  if (!pixels.ok) {
    add(
      'eventSource',
      true,
      `Pixels can't be listed here (${pixels.fault.message}); the code stays unchecked.`,
    );
    return pixels;
  }
  const found = pixels.value.find(({ code }) => code === eventSource.id);
  const byId = pixels.value.find(({ id }) => id === eventSource.id);
  add(
    'eventSource',
    found !== undefined,
    found !== undefined
      ? `${found.name} (${found.code}).`
      : byId !== undefined
        ? `${eventSource.id} is a pixel id; the pixel code is needed: ${byId.code}.`
        : `${hasIt} no pixel ${eventSource.id}.`,
  );
  return pixels;
}

type Settled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault; readonly isMissingEndpoint: boolean };

async function settle<T>(ask: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return { ok: false, fault: faultOf(error), isMissingEndpoint: isEndpointMissing(error) };
  }
}

function isUnreachable({ kind }: Fault): boolean {
  return kind === 'network' || kind === 'tiktok-unavailable' || kind === 'maintenance';
}
