import { KnownError } from '../../../core/errors.ts';
import type { EntityReference } from '../../../core/profiles/entities.ts';
import { listed } from '../../../core/wording.ts';
import type { ScheduleService, ScheduleView } from '../../schedule-service.ts';

type Entries = Pick<ScheduleService, 'list' | 'install' | 'remove'>;

/**
 * Takes what was removed out of the system's scheduler, which would start it in vain from then on; resolves to a
 * sentence with a space before it, empty where no scheduler had any of it.
 */
export async function forgetScheduled(
  schedules: Entries,
  removed: readonly EntityReference[],
): Promise<string> {
  const taken: string[] = [];
  const left: string[] = [];
  for (const { name } of removed.filter(canRunByItself)) {
    try {
      taken.push(...(await schedules.remove(name)));
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      left.push(`\`tada schedule remove "${name}"\``);
    }
  }
  return [
    ...(taken.length === 0 ? [] : [` The system’s scheduler starts ${listed(taken)} no more.`]),
    ...(left.length === 0
      ? []
      : [` The system’s scheduler could not be changed and may still start it: ${listed(left)}.`]),
  ].join('');
}

/**
 * The scheduler starts things by their names, so that what has a new one would not run any more. `before` is what
 * {@link scheduledEntry} found; resolves to a sentence with a space before it.
 */
export async function renameScheduled(
  schedules: Entries,
  before: ScheduleView | undefined,
  newName: string,
): Promise<string> {
  if (before?.scheduler === undefined) return '';
  try {
    if (before.time !== undefined) await schedules.install(newName, before.scheduler);
    await schedules.remove(before.name);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return ` ${before.scheduler} could not be changed and still starts ${before.name}, which is no more: \`tada schedule install\` puts it right.`;
  }
  return before.time === undefined ? '' : ` ${before.scheduler} starts it under the new name.`;
}

/** What a scheduler has under this name; undefined where it has nothing, or can't be asked. */
export async function scheduledEntry(
  schedules: Entries,
  reference: EntityReference,
): Promise<ScheduleView | undefined> {
  if (!canRunByItself(reference)) return undefined;
  try {
    const views = await schedules.list();
    return views.find(({ name, scheduler }) => name === reference.name && scheduler !== undefined);
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

function canRunByItself({ kind }: EntityReference): boolean {
  return kind === 'orchestration' || kind === 'campaign';
}
