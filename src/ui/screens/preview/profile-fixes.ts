import { findEntity } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { Navigation, ScreenId } from '../../navigation/screen-types.ts';

/** The parts of an orchestration in which the cause of a failed preview can lie. */
export type ProfileFix = 'query' | 'template' | 'destination' | 'orchestration';

export const PROFILE_FIXES: readonly { readonly id: ProfileFix; readonly label: string }[] = [
  { id: 'query', label: 'Change the query or its files' },
  { id: 'template', label: 'Change the data template' },
  { id: 'destination', label: 'Change the destination' },
  { id: 'orchestration', label: 'Change the orchestration' },
];

/** Opens the part; `onFixed` is called when something was saved there. */
export function openProfileFix(
  open: Navigation<ScreenId>['open'],
  profile: Profile,
  orchestrationName: string,
  fix: ProfileFix,
  onFixed: () => void,
): void {
  const orchestration = findEntity(profile, 'orchestration', orchestrationName);
  const template =
    orchestration === undefined ? undefined : findEntity(profile, 'template', orchestration.template);
  switch (fix) {
    case 'orchestration':
      open({ id: 'orchestration', name: orchestrationName }, onFixed);
      return;
    case 'query':
      open({ id: 'query', name: orchestration?.query }, onFixed);
      return;
    case 'template':
      open({ id: 'template', name: orchestration?.template, query: orchestration?.query }, onFixed);
      return;
    case 'destination':
      open({ id: 'destination', name: template?.destination }, onFixed);
  }
}
