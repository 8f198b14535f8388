import type { Role, User } from './directory.ts';
import type { FaultBox } from './faults/box.ts';
import { reachableAdvertisers, type World } from './world.ts';

/** Changes the simulated world while it runs: what happens at TikTok without the client's doing. */
export interface SimulatorControl {
  /** `NAME[@PATH][+SKIP][*COUNT]`; rejects with kind `usage` for an unknown name. */
  addFault(fault: string): void;
  /** Takes out every fault of that name; false when there was none. */
  removeFault(name: string): boolean;
  clearFaults(): void;
  /** A token as the authorization page would give it; default user admin, own roles, all accounts. */
  issueToken(grant?: {
    readonly user?: 'admin' | 'operator' | 'analyst' | 'solo';
    readonly role?: Role;
    readonly advertiserIds?: readonly string[];
  }): string;
  /** The default token unless another is named. */
  revokeToken(token?: string): void;
  expireToken(token?: string): void;
  /** Changes a user's role (default: the Admin's), on one account or on all the user reaches. */
  setRole(role: Role, target?: { readonly user?: string; readonly advertiserId?: string }): void;
  /** One of TikTok's `STATUS_…` constants. */
  setAdvertiserStatus(advertiserId: string, status: string): void;
  disableAdvertiser(advertiserId: string): void;
  deleteAdvertiser(advertiserId: string): void;
  /** An empty streamed audience somebody else made; returns its id. */
  addAudience(advertiserId: string, name: string): string;
  deleteAudience(audienceId: string): void;
  /** Building ends in an error that the audience's details show. */
  failAudience(audienceId: string, message: string): void;
  /** Ends the building of one audience, or of all, at once. */
  finishBuilding(audienceId?: string): void;
  /** TikTok's clock goes on by so many milliseconds. */
  advanceClock(milliseconds: number): void;
}

export function createControl(
  world: World,
  faults: FaultBox,
  defaultToken: string,
  advanceClock: (milliseconds: number) => void,
): SimulatorControl {
  const changeToken = (value: string, state: 'revoked' | 'expired'): void => {
    existing(world.tokens.find(value), 'token').state = state;
  };
  const setStatus = (advertiserId: string, status: string): void => {
    existing(world.advertisers.get(advertiserId), advertiserId).status = status;
  };
  const findUser = (id: string): User => existing(world.users.get(id), id);
  return {
    addFault: (fault) => faults.add(fault),
    removeFault: (name) => faults.remove(name),
    clearFaults: () => faults.clear(),
    issueToken({ user = 'admin', role, advertiserIds } = {}) {
      const reachable = reachableAdvertisers(world, findUser(user)).map(({ id }) => id);
      return world.tokens.issueToken({ userId: user, role, advertiserIds: advertiserIds ?? reachable }).value;
    },
    revokeToken: (token = defaultToken) => changeToken(token, 'revoked'),
    expireToken: (token = defaultToken) => changeToken(token, 'expired'),
    setRole(role, { user = 'admin', advertiserId } = {}) {
      const { roles } = findUser(user);
      for (const id of advertiserId === undefined ? [...roles.keys()] : [advertiserId]) roles.set(id, role);
    },
    setAdvertiserStatus: setStatus,
    disableAdvertiser: (advertiserId) => setStatus(advertiserId, 'STATUS_DISABLE'),
    deleteAdvertiser(advertiserId) {
      existing(world.advertisers.get(advertiserId), advertiserId).deleted = true;
    },
    addAudience: (advertiserId, name) =>
      world.audiences.create({ advertiserId, name, channel: 'streaming', calculateType: 'MULTIPLE_TYPES' })
        .id,
    deleteAudience: (audienceId) => world.audiences.delete(audienceId),
    failAudience(audienceId, message) {
      const audience = existing(world.audiences.get(audienceId), audienceId);
      audience.error = message;
      world.audiences.publish(audience);
    },
    finishBuilding(audienceId) {
      const all = world.audiences.list();
      for (const audience of all) {
        if (audienceId === undefined || audience.id === audienceId) world.audiences.publish(audience);
      }
    },
    advanceClock,
  };
}

/** A test that names something that isn't there is wrong; it must not pass. */
function existing<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`The simulator knows no ${name}`);
  return thing;
}
