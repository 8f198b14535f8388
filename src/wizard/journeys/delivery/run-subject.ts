import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';

/** What a run is of, as it is set up now. */
export interface RunSubject {
  /** Of an orchestration or a campaign. */
  readonly name: string;
  /** Of a campaign, the group whose audience the run was about; undefined for all of them. */
  readonly group: string | undefined;
}

/**
 * What can be previewed, changed and sent again after a run of this name. The run of a campaign's audience is called
 * after the campaign and the group, as in `spring: a`, and so is the one that takes it back; neither is set up by that
 * name. Undefined where nothing of it is set up any more.
 */
export function subjectOfRun(profile: Profile, run: string): RunSubject | undefined {
  const isSetUp =
    findEntity(profile, 'orchestration', run) !== undefined ||
    findEntity(profile, 'campaign', run) !== undefined;
  if (isSetUp) return { name: run, group: undefined };
  const [campaign] = profile.campaigns
    .filter(({ name }) => run.startsWith(`${name}: `))
    // Of “spring” and “spring: north” the longer one is meant.
    .sort((one, other) => other.name.length - one.name.length);
  return campaign === undefined
    ? undefined
    : { name: campaign.name, group: run.slice(`${campaign.name}: `.length) };
}
