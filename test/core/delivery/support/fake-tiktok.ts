import { KnownError } from '../../../../src/core/errors.ts';
import type { CallOptions, TikTok } from '../../../../src/core/ports/tiktok.ts';
import { OutcomeUnknownError } from '../../../../src/core/remedies/outcome-unknown.ts';
import { knownErrorFromFault, makeFault, wordsOf } from '../../../../src/core/remedies/remedies.ts';
import type { Mortal } from './mortal.ts';

/** How TikTok takes the next request that changes something. */
export type Fate =
  | 'done'
  | 'refused'
  | 'unavailable'
  | 'lost-before'
  | 'lost-after'
  | 'half'
  /** Nobody gets an answer, and it is carried out minutes later. */
  | 'late'
  /** The same, and the client tries it once more at once, which is answered. */
  | 'late-and-again';

/** Milliseconds until what is late is carried out. */
const LATE = 200_000;

export interface FakeAudience {
  readonly id: string;
  readonly advertiserId: string;
  readonly name: string;
  readonly channel: 'streaming' | 'file';
  readonly members: Set<string>;
  readonly madeAt: number;
}

/** TikTok behind its client: what it holds, and how it takes what is asked next. */
export class FakeTikTok {
  readonly audiences: FakeAudience[] = [];
  /** Taken from the front by requests that change something; `done` when there are none. */
  fates: Fate[] = [];
  /** Milliseconds until an audience is listed that was made. */
  listsAfter = 0;
  /** Milliseconds until it can be asked for by its id. */
  tellsAfter = 0;
  readonly #uploads = new Map<string, readonly string[]>();
  readonly #now: () => number;
  /** Whether every account lists the audiences of all others, as those that are shared with it. */
  isSharing = false;
  readonly #late: { readonly at: number; readonly act: () => void }[] = [];
  #made = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether something is still to be carried out that nobody heard of. */
  get isAwaiting(): boolean {
    return this.#late.length > 0;
  }

  /** Carries out what was late and is due by now. */
  arrive(): void {
    for (const { at, act } of this.#late.splice(0)) {
      if (at > this.#now()) this.#late.push({ at, act });
      else act();
    }
  }

  named(name: string): readonly FakeAudience[] {
    return this.audiences.filter((audience) => audience.name === name);
  }

  upload(path: string, members: readonly string[]): void {
    this.#uploads.set(path, members);
  }

  delete(id: string): void {
    const place = this.audiences.findIndex((audience) => audience.id === id);
    if (place !== -1) this.audiences.splice(place, 1);
  }

  make(advertiserId: string, name: string, channel: FakeAudience['channel']): FakeAudience {
    this.#made += 1;
    const id = `75${String(this.#made).padStart(17, '0')}`;
    const audience = {
      id,
      advertiserId,
      name,
      channel,
      members: new Set<string>(),
      madeAt: this.#now(),
    };
    this.audiences.push(audience);
    return audience;
  }

  /** The port, as a process sees it that may die before a request, and before it has written down the answer. */
  for(process: Mortal): TikTok {
    const find = (advertiserIds: readonly string[], id: string) => {
      const found = this.audiences.find(
        (each) => each.id === id && advertiserIds.includes(each.advertiserId),
      );
      if (found === undefined)
        throw fault('audience-not-found', 40002, 'Parameter error: invalid audience ID');
      return found;
    };
    const isOlder = ({ madeAt }: FakeAudience, age: number) => this.#now() - madeAt >= age;
    const change = <Answer>(
      act: (share: number) => Answer,
      isCreation = false,
      options: CallOptions = {},
    ): Promise<{ data: Answer; requestId: undefined }> =>
      settled(() => {
        const data = process.does(() => this.#meet(act, isCreation, options));
        return { data, requestId: undefined };
      });
    const answer = <Data>(ask: () => Data) => settled(() => ({ data: ask(), requestId: undefined }));
    const not = () => Promise.reject(new Error('Not asked in these tests.'));
    return {
      userInfo: () => answer(() => ({ displayName: 'Ada', email: undefined })),
      advertisers: async (ids) =>
        ids.map((id) => ({
          id,
          name: id,
          status: 'STATUS_ENABLE',
          currency: undefined,
          timeZone: undefined,
          role: 'ADMIN',
        })),
      listAudiences: (advertiserId) =>
        answer(() =>
          this.audiences
            .filter(
              (each) =>
                isOlder(each, this.listsAfter) && (this.isSharing || each.advertiserId === advertiserId),
            )
            .map(infoOf),
        ),
      getAudience: (advertiserId, id) =>
        answer(() => {
          const found = find([advertiserId], id);
          if (!isOlder(found, this.tellsAfter)) throw fault('audience-not-found', 40007, 'Not found.');
          return infoOf(found);
        }),
      createAudience: (advertiserId, name) =>
        change(() => ({ id: this.make(advertiserId, name, 'streaming').id }), true),
      applyMapping: ({ advertiserIds, action, batchData }, options) =>
        change(
          (share) => {
            const users: readonly (readonly { id: string; audience_ids: readonly string[] }[])[] =
              JSON.parse(batchData);
            for (const { id, audience_ids } of users.slice(0, Math.floor(users.length * share)).flat()) {
              for (const audienceId of audience_ids) {
                const { members } = find(advertiserIds, audienceId);
                if (action === 'add') members.add(id);
                else members.delete(id);
              }
            }
            for (const audienceId of new Set(users.flat().flatMap(({ audience_ids }) => audience_ids)))
              find(advertiserIds, audienceId);
            return {};
          },
          false,
          options,
        ),
      uploadCustomerFile: ({ file }) =>
        settled(() => process.does(() => ({ data: { filePath: file.path }, requestId: undefined }))),
      createFileAudience: ({ advertiserId, name, filePaths }) =>
        change(() => {
          const { id, members } = this.make(advertiserId, name, 'file');
          for (const member of this.#contents(filePaths)) members.add(member);
          return { id };
        }, true),
      updateFileAudience: ({ advertiserId, audienceId, action, filePaths }, options) =>
        change(
          () => {
            const { members } = find([advertiserId], audienceId);
            if (action === 'REPLACE') members.clear();
            for (const member of this.#contents(filePaths)) {
              if (action === 'REMOVE') members.delete(member);
              else members.add(member);
            }
            return {};
          },
          false,
          options,
        ),
      clockSkew: () => undefined,
      authorizedAdvertisers: not,
      deleteAudience: not,
      deleteFileAudience: not,
      listEventSets: not,
      createEventSet: not,
      listPixels: not,
      trackEvents: not,
    };
  }

  #contents(paths: readonly string[]): readonly string[] {
    return paths.flatMap((path) => this.#uploads.get(path) ?? []);
  }

  #meet<Answer>(act: (share: number) => Answer, isCreation: boolean, options: CallOptions): Answer {
    this.arrive();
    switch (this.fates.shift() ?? 'done') {
      case 'done':
        return act(1);
      case 'refused':
        throw fault('invalid-parameters', 40002, 'Invalid value for batch_data.');
      case 'unavailable':
        throw fault('rate-limited', 40100, 'Too many requests.');
      case 'lost-before':
        throw lost();
      case 'lost-after':
        act(1);
        throw lost();
      case 'half':
        act(0.5);
        throw isCreation ? lost() : fault('partial', 20001, 'Partial success.');
      case 'late':
        if (!isCreation) this.#late.push({ at: this.#now() + LATE, act: () => ignoreRefusal(act) });
        throw lost();
      case 'late-and-again':
        if (isCreation) throw lost();
        this.#late.push({ at: this.#now() + LATE, act: () => ignoreRefusal(act) });
        options.onWait?.({ reason: 'No answer.', seconds: 1, isInDoubt: true });
        return act(1);
    }
  }
}

/** Whoever hears of a late request's refusal has gone. */
function ignoreRefusal(act: (share: number) => unknown): void {
  try {
    act(1);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
  }
}

function fault(
  kind: 'audience-not-found' | 'invalid-parameters' | 'rate-limited' | 'partial',
  code: number,
  message: string,
) {
  return knownErrorFromFault(makeFault({ kind, code, message }));
}

function lost(): OutcomeUnknownError {
  const unanswered = makeFault({ kind: 'network', message: 'The connection was reset.' });
  return new OutcomeUnknownError({ fault: unanswered, ...wordsOf(unanswered) });
}

async function settled<Value>(work: () => Value): Promise<Value> {
  return work();
}

function infoOf({ id, name, channel, members }: FakeAudience) {
  return {
    id,
    name,
    type: channel === 'streaming' ? 'Partner' : 'Customer File Audience',
    ...(channel === 'file' ? { calculateType: 'EMAIL_SHA256' } : {}),
    isValid: false,
    coverNumber: members.size === 0 ? 0 : 0,
    error: undefined,
    createTime: undefined,
    expiredTime: undefined,
    isExpiring: false,
  };
}
