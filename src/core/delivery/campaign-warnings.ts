import type { StagedCampaign } from '../campaigns/staged.ts';
import { formatAmount } from '../wording.ts';
import type { Warning } from './events.ts';

/** What keeps people out of every group, said before anything leaves. */
export function warnAboutPeople(staged: StagedCampaign, key: string): readonly Warning[] {
  const warnings: Warning[] = [...staged.notes];
  if (staged.rowsWithoutKey > 0) {
    warnings.push({
      code: 'no-key',
      message: `${formatAmount(staged.rowsWithoutKey, 'row has', 'rows have')} no ${key}: they can be in no group and are not sent.`,
    });
  }
  if (staged.peopleOutside > 0) {
    warnings.push({
      code: 'outside-groups',
      message: `${formatAmount(staged.peopleOutside, 'person fits', 'people fit')} the "where" of no group and are not sent.`,
    });
  }
  if (staged.sharedIdentifiers > 0) {
    warnings.push({
      code: 'shared-identifiers',
      message: `${formatAmount(staged.sharedIdentifiers, 'identifier belongs', 'identifiers belong')} to people of several groups, such as the phone number of a family: each group is sent its own, so these people can be in two audiences, or in the control group and in an audience.`,
    });
  }
  if (staged.unreadable.count > 0) {
    warnings.push({
      code: 'unreadable-rows',
      message: `${formatAmount(staged.unreadable.count, 'row')} could not be read.`,
    });
  }
  return warnings;
}
