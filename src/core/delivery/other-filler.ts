import type { AudiencePlan } from '../audiences/plan.ts';
import { runsOfAudience } from '../history/run-order.ts';
import { formatAmount } from '../wording.ts';
import type { Warning } from './events.ts';
import type { RunContext } from './run-context.ts';
import type { AudienceRunSettings } from './settings.ts';
import { isUndo } from './undo-settings.ts';

/**
 * Said before a match takes people out of an audience that something else filled last: whom that one put in leaves
 * unless this list has them too, also where that was nobody's wish.
 */
export function warnAboutOtherFiller(
  { ports, folder }: Pick<RunContext, 'ports' | 'folder'>,
  { mode, advertiserIds, audienceName }: AudienceRunSettings,
  audienceId: string,
  plan: AudiencePlan,
): readonly Warning[] {
  const { removed } = plan.expected.delivery;
  if (mode !== 'match' || removed === 0) return [];
  const last = runsOfAudience(ports.runs.list().runs, {
    advertiserId: advertiserIds[0],
    audienceId,
  }).findLast((run) => run.turn !== undefined && run.id !== folder.record.id && !isUndo(run));
  if (last === undefined || last.orchestration === folder.record.orchestration) return [];
  const message = `The audience "${audienceName}" was filled last by "${last.orchestration}" (run ${last.id}). This match takes out ${formatAmount(removed, 'identifier')} that its list lacks, whoever put them in.`;
  return [{ code: 'shared-audience', message }];
}
