import type { Condition, Filter, FilterValue } from '../../../src/core/segments/filter.ts';

export type Row = Readonly<Record<string, string>>;

/** What a filter means, said without SQL: an empty field is a text without a character. */
export function fits(filter: Filter, row: Row, now: number): boolean {
  if ('all' in filter) return filter.all.every((part) => fits(part, row, now));
  if ('any' in filter) return filter.any.some((part) => fits(part, row, now));
  if ('not' in filter) return !fits(filter.not, row, now);
  return meets(filter, row[filter.field] ?? '', now);
}

function meets(condition: Condition, text: string, now: number): boolean {
  switch (condition.op) {
    case 'is empty':
      return text === '';
    case 'is not empty':
      return text !== '';
    case '=':
      return isLike(text, condition.value);
    case '!=':
      return !isLike(text, condition.value);
    case 'in':
      return condition.value.some((value) => isLike(text, value));
    case 'not in':
      return !condition.value.some((value) => isLike(text, value));
    case 'contains':
      return text.includes(condition.value);
    case 'starts with':
      return text.startsWith(condition.value);
    case 'ends with':
      return text.endsWith(condition.value);
    case '<':
      return isFilled(text) && order(text, condition.value, (sign) => sign < 0);
    case '<=':
      return isFilled(text) && order(text, condition.value, (sign) => sign <= 0);
    case '>':
      return isFilled(text) && order(text, condition.value, (sign) => sign > 0);
    case '>=':
      return isFilled(text) && order(text, condition.value, (sign) => sign >= 0);
    case 'between':
      return (
        isFilled(text) &&
        order(text, condition.value[0], (sign) => sign >= 0) &&
        order(text, condition.value[1], (sign) => sign <= 0)
      );
    case 'within last': {
      const day = dayOf(text);
      if (day === undefined) return false;
      const today = new Date(now).setUTCHours(0, 0, 0, 0);
      const first = new Date(today);
      if (condition.unit === 'month') first.setUTCMonth(first.getUTCMonth() - condition.value);
      else first.setUTCDate(first.getUTCDate() - condition.value * (condition.unit === 'week' ? 7 : 1));
      return day >= first.getTime() && day <= today;
    }
  }
}

function isFilled(text: string): boolean {
  return text !== '';
}

function isLike(text: string, value: FilterValue): boolean {
  if (typeof value === 'number') return numberOf(text) === value;
  if (typeof value === 'boolean') return text.toLowerCase() === String(value);
  return text === value;
}

function order(text: string, value: string | number, test: (sign: number) => boolean): boolean {
  if (typeof value === 'string') return test(Buffer.compare(Buffer.from(text), Buffer.from(value)));
  const number = numberOf(text);
  return number !== undefined && test(number < value ? -1 : number > value ? 1 : 0);
}

/** JavaScript would take `0x10` and the empty text for numbers as well. */
function numberOf(text: string): number | undefined {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

function dayOf(text: string): number | undefined {
  const [, year, month, date] = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$/.exec(text) ?? [];
  const day = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  return day.getUTCDate() === Number(date) ? day.getTime() : undefined;
}
