import { timestamp } from './answers.ts';
import { AudienceMembers } from './audience-members.ts';

/** TikTok: fewer matched people than this can't be targeted. */
export const MINIMUM_SIZE = 1000;
/** TikTok: audiences of one advertiser account. */
export const AUDIENCE_LIMIT = 400;
/** TikTok: an audience nobody uses or changes expires after a year. */
const DAYS_TO_LIVE = 365;
const DAY = 86_400_000;

/** How long building takes: by looks (`/dmp/custom_audience/get/` or a refused update), by time, or both. */
export interface Readiness {
  /** Looks after a change that still show the state before it. */
  readonly polls: number;
  /** Milliseconds after a change; whichever is reached first counts. */
  readonly delayMilliseconds: number | undefined;
}

/** One audience as TikTok keeps it. What a client sees is `published`, which lags behind `members`. */
export interface Audience {
  readonly id: string;
  readonly advertiserId: string;
  name: string;
  /** The two product lines don't mix: a streamed audience takes no files, and the reverse. */
  readonly channel: 'streaming' | 'file';
  readonly calculateType: string;
  members: AudienceMembers;
  readonly createdAt: number;
  changedAt: number;
  pollsSinceChange: number;
  isBuilding: boolean;
  /** True while the build under way replaces the whole list: another update is a conflict. */
  isReplacing: boolean;
  published: { readonly isValid: boolean; readonly coverNumber: number };
  error: string | undefined;
  subType: 'NORMAL' | 'REACH_FREQUENCY';
  enhancement: boolean;
  /** Days to live, fixed at creation; absent: a year after the last change. */
  readonly retentionDays: number | undefined;
  readonly history: { readonly action: string; readonly detail: string; readonly at: number }[];
}

/** All audiences, and the slow machine that builds them. */
export class AudienceShelf {
  readonly #audiences = new Map<string, Audience>();
  readonly #now: () => number;
  readonly #readiness: Readiness;
  readonly #newId: (prefix: string) => string;

  constructor(now: () => number, readiness: Readiness, newId: (prefix: string) => string) {
    this.#now = now;
    this.#readiness = readiness;
    this.#newId = newId;
  }

  /** Names may repeat, as they do at TikTok; the caller has checked the 400 limit. */
  create(
    audience: Pick<Audience, 'advertiserId' | 'name' | 'channel' | 'calculateType'> &
      Partial<Pick<Audience, 'members' | 'retentionDays' | 'subType' | 'enhancement'>>,
  ): Audience {
    const now = this.#now();
    const created: Audience = {
      members: new AudienceMembers(),
      subType: 'NORMAL',
      enhancement: false,
      retentionDays: undefined,
      ...audience,
      id: this.#newId('75'),
      createdAt: now,
      changedAt: now,
      pollsSinceChange: 0,
      isBuilding: true,
      isReplacing: false,
      published: { isValid: false, coverNumber: 0 },
      error: undefined,
      history: [{ action: 'create', detail: '0', at: now }],
    };
    this.#audiences.set(created.id, created);
    return created;
  }

  get(id: string): Audience | undefined {
    return this.#audiences.get(id);
  }

  delete(id: string): void {
    this.#audiences.delete(id);
  }

  /** Newest first. */
  list(advertiserId?: string): Audience[] {
    const all = [...this.#audiences.values()].reverse();
    return advertiserId === undefined ? all : all.filter((one) => one.advertiserId === advertiserId);
  }

  /** Notes a change of the members; what clients see follows later. */
  changed(audience: Audience): void {
    audience.changedAt = this.#now();
    audience.pollsSinceChange = 0;
    audience.isBuilding = true;
  }

  /** Somebody looks: publishes the members when building has taken long enough. */
  poll(audience: Audience): void {
    if (!audience.isBuilding) return;
    audience.pollsSinceChange++;
    const { polls, delayMilliseconds } = this.#readiness;
    const isLate = delayMilliseconds !== undefined && this.#now() - audience.changedAt >= delayMilliseconds;
    if (audience.pollsSinceChange > polls || isLate) this.publish(audience);
  }

  /** Ends building at once. Below the minimum TikTok shows no size, and the audience stays unusable. */
  publish(audience: Audience): void {
    const { people } = audience.members;
    const isValid = people >= MINIMUM_SIZE && audience.error === undefined;
    audience.published = { isValid, coverNumber: isValid ? people : 0 };
    audience.isBuilding = false;
    audience.isReplacing = false;
  }
}

/** An audience as TikTok's list and detail show it; the two name the kind differently. */
export function describeAudience(
  audience: Audience,
  kindField: 'audience_type' | 'type',
  now: number,
): Record<string, unknown> {
  const expires = expiryOf(audience);
  return {
    audience_id: audience.id,
    name: audience.name,
    [kindField]: audience.channel === 'streaming' ? 'Partner' : 'Customer File Audience',
    audience_sub_type: audience.subType,
    calculate_type: audience.calculateType,
    cover_num: audience.published.coverNumber,
    is_valid: audience.published.isValid,
    is_creator: true,
    is_expiring: expires - now <= 60 * DAY,
    is_auto_refresh: false,
    shared: false,
    owner_id: audience.advertiserId,
    create_time: timestamp(audience.createdAt),
    expired_time: timestamp(expires),
    msg: null,
    error_msg: audience.error ?? null,
    rule: '{"inclusions": null, "exclusions": null}',
    lookalike_spec: null,
    audience_enhancement: audience.enhancement,
    enhancement_status: null,
  };
}

function expiryOf(audience: Audience): number {
  return audience.retentionDays === undefined
    ? audience.changedAt + DAYS_TO_LIVE * DAY
    : audience.createdAt + audience.retentionDays * DAY;
}
