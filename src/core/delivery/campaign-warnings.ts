import type { StagedCampaign } from '../campaigns/staged.ts';
import type { Warning } from './events.ts';

/** What keeps people out of every group, said before anything leaves. */
export function warnAboutPeople(staged: StagedCampaign, key: string): readonly Warning[] {
  const warnings: Warning[] = [...staged.notes];
  const number = (value: number) => value.toLocaleString('en');
  if (staged.rowsWithoutKey > 0) {
    warnings.push({
      code: 'no-key',
      message: `${number(staged.rowsWithoutKey)} rows have no ${key}: they can be in no group and are not sent.`,
    });
  }
  if (staged.peopleOutside > 0) {
    warnings.push({
      code: 'outside-groups',
      message: `${number(staged.peopleOutside)} people fit the "where" of no group and are not sent.`,
    });
  }
  if (staged.sharedIdentifiers > 0) {
    warnings.push({
      code: 'shared-identifiers',
      message: `${number(staged.sharedIdentifiers)} identifiers belong to people of several groups, such as the phone number of a family: each group is sent its own, so these people can be in two audiences, or in the control group and in an audience.`,
    });
  }
  if (staged.unreadable.count > 0) {
    warnings.push({
      code: 'unreadable-rows',
      message: `${number(staged.unreadable.count)} rows could not be read.`,
    });
  }
  return warnings;
}
