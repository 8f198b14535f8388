import { combinationInWords } from '../../../core/profiles/combination-schema.ts';
import { type EntityKind, findEntity } from '../../../core/profiles/entities.ts';
import { isCombined, type Profile } from '../../../core/profiles/schema.ts';
import { describeSource } from '../../../core/profiles/source-tables.ts';
import { environmentName } from '../../../wizard/journeys/credential/credential-form.ts';
import { timedOf } from '../../../wizard/journeys/orchestration/schedule-answers.ts';
import type { Screen, ScreenResults } from '../../navigation/screen-types.ts';

/** What each kind is called, one of them and several. */
export const KIND_NAMES: Readonly<Record<EntityKind, { readonly one: string; readonly many: string }>> = {
  credential: { one: 'credential', many: 'Credentials' },
  destination: { one: 'destination', many: 'Destinations' },
  template: { one: 'data template', many: 'Data templates' },
  query: { one: 'query', many: 'Queries' },
  orchestration: { one: 'orchestration', many: 'Orchestrations' },
  segment: { one: 'segment', many: 'Segments' },
  campaign: { one: 'campaign', many: 'Campaigns' },
};

/** What is said beside a name in a list. */
export function noteOf(profile: Profile, kind: EntityKind, name: string): string {
  switch (kind) {
    case 'credential': {
      const credential = findEntity(profile, kind, name);
      if (credential === undefined) return '';
      const { environment, lastValidated } = credential;
      const checked = lastValidated === undefined ? 'never checked' : `checked ${lastValidated.slice(0, 10)}`;
      return `${environmentName(environment)}, ${checked}`;
    }
    case 'destination': {
      const destination = findEntity(profile, kind, name);
      if (destination === undefined) return '';
      const { kind: sent, credential } = destination;
      const environment = findEntity(profile, 'credential', credential)?.environment;
      const where =
        environment === undefined ? credential : `${credential} (${environmentName(environment)})`;
      return `${sent === 'audience' ? 'audiences' : 'events'}, ${where}`;
    }
    case 'template':
      return findEntity(profile, kind, name)?.destination ?? '';
    case 'query': {
      const query = findEntity(profile, kind, name);
      return query === undefined ? '' : describeSource(query.source);
    }
    case 'orchestration': {
      const orchestration = findEntity(profile, kind, name);
      if (orchestration === undefined) return '';
      const { query, template, schedule } = orchestration;
      const timed = timedOf(schedule);
      return [query, template, ...(timed === undefined ? [] : [`scheduled ${timed.cron}`])].join(', ');
    }
    case 'segment': {
      const segment = findEntity(profile, kind, name);
      if (segment === undefined) return '';
      return isCombined(segment) ? combinationInWords(segment.combine) : (segment.table ?? 'SQL');
    }
    case 'campaign': {
      const campaign = findEntity(profile, kind, name);
      if (campaign === undefined) return '';
      const groups = campaign.groups.map((group) => group.name).join(', ');
      const { timing } = campaign;
      if (timing === undefined || timing.type === 'manual') return groups;
      return `${groups}, ${timing.type === 'once' ? `once ${timing.launch}` : `scheduled ${timing.cron}`}`;
    }
  }
}

/** The screen on which one of a kind is set up; without a name a new one. */
export function editorOf(kind: EntityKind, name?: string): Screen {
  return { id: kind, name };
}

/** What came of setting up a segment, which may have become a query. */
export function savedInWords({ kind, name }: ScreenResults['segment']): string {
  return kind === 'segment' ? `${name} is saved.` : `Saved as the query ${name}.`;
}
