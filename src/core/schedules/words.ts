import { problemOfCron } from './cron.ts';

/** What a person's words mean as a cron expression, or why they can't be understood (a whole sentence). */
export type CronReading =
  | {
      readonly ok: true;
      readonly cron: string;
      /** Something that may surprise, as one sentence. */
      readonly note?: string | undefined;
    }
  | { readonly ok: false; readonly problem: string };

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const EXAMPLES = '"every Monday 06:00", "daily at 7", "every weekday 18:30" or "monthly on the 1st 06:00"';

/**
 * Reads "every Monday 06:00", "daily at 7", "every weekday 18:30", "monthly on the 1st 06:00", "every 6 hours" and
 * the like; a cron expression is taken as it is. What leaves a doubt is refused, never guessed: a run at the wrong
 * hour is noticed by nobody.
 */
export function cronFromWords(text: string): CronReading {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (words === '') return fail(`Say when, such as ${EXAMPLES}.`);
  if (/^@|^[\d*][\d*/,-]* \S+ \S+ \S+ \S+$/.test(words)) return asCron(text.trim());
  return readInterval(words) ?? readCalendar(words);
}

function asCron(cron: string): CronReading {
  const problem = problemOfCron(cron);
  return problem === undefined ? { ok: true, cron } : fail(`"${cron}" can't be used: ${problem}.`);
}

/** "hourly", "every 15 minutes", "every 6 hours". */
function readInterval(words: string): CronReading | undefined {
  const [, amount, unit] = /^every (?:(\d{1,4}) )?(minute|hour)s?$/.exec(words) ?? [];
  if (words !== 'hourly' && unit === undefined) return undefined;
  const every = Number(amount ?? 1);
  if (unit === 'minute') {
    if (every > 0 && 60 % every === 0) return { ok: true, cron: `${step(every)} * * * *` };
    return fail(`Every ${every} minutes can't be kept across the hour; it has to divide 60, such as 15.`);
  }
  if (every > 0 && 24 % every === 0) return { ok: true, cron: `0 ${step(every)} * * *` };
  return fail(`Every ${every} hours can't be kept across the day; it has to divide 24, such as 6.`);
}

function step(every: number): string {
  return every === 1 ? '*' : `*/${every}`;
}

function readCalendar(words: string): CronReading {
  const { day, time } = splitTime(words);
  const days = readDays(day);
  if (days === undefined) return fail(`"${words}" isn't understood; write ${EXAMPLES}.`);
  if (time === undefined) return fail(`Say at what time, such as "${words} 06:00".`);
  const clock = readClock(time);
  if (clock === undefined) return fail(`"${time}" is no time of day; write it as 06:00, 18:30 or 6 pm.`);
  return {
    ok: true,
    cron: `${clock.minute} ${clock.hour} ${days.ofMonth} * ${days.ofWeek}`,
    ...(days.note === undefined ? {} : { note: days.note }),
  };
}

const TIME = /^(.*?)(?:,? at)? (\d{1,2}(?:[:.h]\d{2})?(?: ?[ap]\.?m\.?)?|noon|midnight)(?: o'?clock)?$/;

function splitTime(words: string): { readonly day: string; readonly time: string | undefined } {
  // "monthly on the 15" ends in a day, not in a time.
  if (/\bon(?: the)? \d{1,2}$/.test(words)) return { day: words, time: undefined };
  const [, day, time] = TIME.exec(words) ?? [];
  return day === undefined ? { day: words.replace(/,? at$/, ''), time: undefined } : { day, time };
}

function readClock(text: string): { readonly hour: number; readonly minute: number } | undefined {
  if (text === 'noon') return { hour: 12, minute: 0 };
  if (text === 'midnight') return { hour: 0, minute: 0 };
  const [, hours, minutes = '0', half] = /^(\d{1,2})(?:[:.h](\d{2}))? ?(?:([ap])\.?m\.?)?$/.exec(text) ?? [];
  const minute = Number(minutes);
  const said = Number(hours);
  if (hours === undefined || minute > 59) return undefined;
  if (half === undefined) return said > 23 ? undefined : { hour: said, minute };
  if (said < 1 || said > 12) return undefined;
  return { hour: (said % 12) + (half === 'p' ? 12 : 0), minute };
}

interface Days {
  readonly ofMonth: string;
  readonly ofWeek: string;
  readonly note?: string | undefined;
}

function readDays(words: string): Days | undefined {
  if (/^(?:daily|every ?day|each day)$/.test(words)) return { ofMonth: '*', ofWeek: '*' };
  if (/^(?:(?:every |on )?weekdays?|every working day)$/.test(words)) return { ofMonth: '*', ofWeek: '1-5' };
  if (/^(?:(?:every |on )?weekends?|on weekends)$/.test(words)) return { ofMonth: '*', ofWeek: '0,6' };
  return readDaysOfMonth(words) ?? readDaysOfWeek(words);
}

/** "every Monday", "Mondays and Fridays", "weekly on Monday". */
function readDaysOfWeek(words: string): Days | undefined {
  const list = words.replace(/^(?:weekly(?: on)?|every week on|every|each|on) /, '');
  const found = splitList(list).map((name) => {
    const plain = name.replace(/^every /, '').replace(/s$/, '');
    return DAYS.findIndex((day) => plain === day || (plain.length >= 3 && day.startsWith(plain)));
  });
  if (found.length === 0 || found.includes(-1)) return undefined;
  return { ofMonth: '*', ofWeek: [...new Set(found)].toSorted((one, other) => one - other).join(',') };
}

/** "monthly on the 1st", "on the 1st and 15th of every month", "monthly on the last day". */
function readDaysOfMonth(words: string): Days | undefined {
  const [, before] = /^(?:monthly|every month),?(?: on)?(?: the)? (.+)$/.exec(words) ?? [];
  const [, after] = /^(?:on )?(?:the )?(.+?) of (?:every|each|the) month$/.exec(words) ?? [];
  const list = before ?? after;
  if (list === undefined) return undefined;
  if (list === 'last day') return { ofMonth: 'L', ofWeek: '*' };
  const found = splitList(list).map((item) =>
    Number(/^(?:the )?(\d{1,2})(?:st|nd|rd|th)?\.?$/.exec(item)?.[1] ?? 0),
  );
  if (found.length === 0 || found.some((day) => day < 1 || day > 31)) return undefined;
  const days = [...new Set(found)].toSorted((one, other) => one - other);
  const last = days.at(-1) ?? 1;
  return {
    ofMonth: days.join(','),
    ofWeek: '*',
    ...(last > 28 && {
      note: `Months without a ${last}th are left out; "monthly on the last day" means every month.`.replace(
        '31th',
        '31st',
      ),
    }),
  };
}

function splitList(text: string): readonly string[] {
  return text.split(/,? and |, ?| ?& ?/).filter((item) => item !== '');
}

function fail(problem: string): CronReading {
  return { ok: false, problem };
}
