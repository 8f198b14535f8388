import { type Aim, destinationsFilling } from '../../../core/access/protected.ts';
import { channelToDelete } from '../../../core/audiences/channel.ts';
import type { AudienceRecord } from '../../../core/ports/storage.ts';
import type { AudienceInfo } from '../../../core/ports/tiktok.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { AdAccount } from '../../audience-service.ts';

/** An audience at TikTok with what this machine knows of it. */
export interface AudienceView {
  readonly info: AudienceInfo;
  /** TikTok's name; without one that of this machine's record, else the id. */
  readonly name: string;
  /** The channel tada fills and deletes it through; undefined for audiences of other kinds. */
  readonly channel: 'streaming' | 'file' | undefined;
  readonly record: AudienceRecord | undefined;
  /** Destinations whose runs fill it. */
  readonly filledBy: readonly string[];
  /** Those of them that go by the name, and make a new one when it is gone. */
  readonly madeAgainBy: readonly string[];
  /** Orchestrations that name it by its id, and find no other. */
  readonly namedBy: readonly string[];
}

/** The ad accounts that destinations deliver audiences to, each once a credential, in their order. */
export function adAccounts(profile: Profile): readonly AdAccount[] {
  const all = profile.destinations
    .filter(({ kind }) => kind === 'audience')
    .flatMap(({ credential, advertiserIds }) =>
      advertiserIds.map((advertiserId) => ({ credential, advertiserId })),
    );
  return all.filter((account, index) => all.findIndex((each) => keyOf(each) === keyOf(account)) === index);
}

/** An ad account as one text, different for every other one. */
export function keyOf({ credential, advertiserId }: AdAccount): string {
  return `${advertiserId}/${credential}`;
}

/** Puts together what TikTok lists of an ad account, what this machine filled, and what is set up. */
export function audienceViews(
  listed: readonly AudienceInfo[],
  records: readonly AudienceRecord[],
  profile: Profile,
  account: AdAccount,
): readonly AudienceView[] {
  return listed.map((info) => {
    const record = records.find(
      ({ advertiserId, audienceId }) => advertiserId === account.advertiserId && audienceId === info.id,
    );
    const name = info.name || (record?.name ?? info.id);
    const aims = [...new Set([name, record?.name ?? name])].map((audienceName) => ({ audienceName }));
    return {
      info,
      name,
      channel: channelToDelete(info.type, record?.channel),
      record,
      filledBy: fillingDestinations(profile, account, [...aims, { audienceId: info.id }]),
      madeAgainBy: fillingDestinations(profile, account, aims),
      namedBy: profile.orchestrations
        .filter(({ set }) => set?.audienceId === info.id)
        .map((orchestration) => orchestration.name),
    };
  });
}

/** The simulator and production may have ad accounts of one id; they are different ones. */
function fillingDestinations(
  profile: Profile,
  { credential, advertiserId }: AdAccount,
  aims: readonly Pick<Aim, 'audienceName' | 'audienceId'>[],
): readonly string[] {
  const environmentOf = (name: string) => findEntity(profile, 'credential', name)?.environment;
  const found = aims.flatMap((aim) =>
    destinationsFilling(profile, { kind: 'audience', advertiserIds: [advertiserId], ...aim }),
  );
  const here = found.filter((each) => environmentOf(each.credential) === environmentOf(credential));
  return [...new Set(here.map(({ name }) => name))];
}
