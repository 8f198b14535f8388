import type { PromotedEntity } from '../../../core/profiles/promote.ts';
import { timingSchema } from '../../../core/profiles/timing.ts';
import { scheduleSchema } from '../../../core/schedules/schema.ts';

/** A copy as lines of text: what it is, and what differs. `arrow` stands between before and after. */
export function describeCopy(
  { kind, from, name, differences }: PromotedEntity,
  arrow = '→',
): readonly string[] {
  return [
    `${kind} "${name}", a copy of "${from}"`,
    ...differences
      .filter(({ setting }) => setting !== 'name')
      .map(({ setting, before, after }) => {
        const words = (value: string | undefined) => valueInWords(setting, value);
        return `  ${TITLES[setting] ?? setting}: ${words(before)} ${arrow} ${words(after)}`;
      }),
  ];
}

/** As the forms call them, where a profile file has another name. */
const TITLES: Readonly<Record<string, string>> = { advertiserIds: 'ad accounts', timing: 'starts' };

/** `json` is the setting's value as JSON text. */
function valueInWords(setting: string, json: string | undefined): string {
  if (json === undefined) return 'not set';
  const value: unknown = JSON.parse(json);
  switch (setting) {
    case 'advertiserIds':
      return Array.isArray(value) ? value.join(', ') : json;
    case 'schedule':
      return scheduleInWords(value) ?? json;
    case 'timing':
      return timingInWords(value) ?? json;
    default:
      return json;
  }
}

function scheduleInWords(value: unknown): string | undefined {
  const { data: schedule } = scheduleSchema.safeParse(value);
  if (schedule === undefined) return undefined;
  return schedule === 'manual' ? 'by hand' : `${schedule.cron}${onClocks(schedule.timeZone)}`;
}

function timingInWords(value: unknown): string | undefined {
  const { data: timing } = timingSchema.safeParse(value);
  switch (timing?.type) {
    case undefined:
      return undefined;
    case 'manual':
      return 'by hand';
    case 'once':
      return `once, ${timing.launch}${onClocks(timing.timeZone)}`;
    case 'recurring':
      return `again and again, ${timing.cron}${onClocks(timing.timeZone)}`;
  }
}

function onClocks(timeZone: string | undefined): string {
  return timeZone === undefined ? '' : ` (${timeZone})`;
}
