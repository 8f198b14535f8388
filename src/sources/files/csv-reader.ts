/**
 * A tolerant CSV reader for what DuckDB's strict one refuses: files with mixed line endings, and text that had
 * to be decoded first. Where both accept a row they give the same fields.
 */

export interface CsvRecord {
  /** Unquoted text; null for nothing, also for `""`. */
  readonly fields: readonly (string | null)[];
  /** 1-based number of the record's first line in the file. */
  readonly line: number;
  /** Lines the record takes up. */
  readonly lines: number;
  /** True for a line without a single character; a table of several columns has no such rows. */
  readonly isBlank: boolean;
  /** Why the record can't be trusted; undefined for a good one. */
  readonly problem: string | undefined;
}

/** Characters; DuckDB's own reader gives up at 2 MB. Lines that long together are a quote that nobody closed. */
const MAXIMUM_RECORD = 4_000_000;

/** Characters; a line is held in memory as a whole. */
const LONGEST_LINE = 32_000_000;

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

const TEXT_AFTER_QUOTE = 'text after a closing quote';
export const UNCLOSED_QUOTE = 'a quote that is never closed';
export const TOO_LONG = 'more than 32 million characters';

/** Feed it text in pieces of any size; it hands out complete records. */
export class CsvReader {
  readonly #delimiter: number;
  /** A long record spans many pieces; `#rest` is what isn't a complete record yet. */
  #rest = '';
  /** A carriage return came last, and a line feed may follow. */
  #endsLine = false;
  #line: number;

  constructor(delimiter: string, firstLine = 1) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#line = firstLine;
  }

  /** Complete records of everything pushed so far. */
  push(text: string): CsvRecord[] {
    const whole = this.#rest + text;
    // Nothing is complete without the end of a line; reading a long one anew for each piece would take long.
    if (!this.#endsLine && !/[\r\n]/.test(text) && whole.length < LONGEST_LINE) {
      this.#rest = whole;
      return [];
    }
    this.#endsLine = text === '' ? this.#endsLine : text.endsWith('\r');
    return this.#read(whole, false);
  }

  /** What is left when the file ends. */
  finish(): CsvRecord[] {
    return this.#read(this.#rest, true);
  }

  #read(text: string, isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < text.length) {
      const end = this.#readRecord(text, start, isEnd, records);
      if (end === undefined) break;
      start = end;
    }
    this.#rest = text.slice(start);
    return records;
  }

  /** Reads one record; gives the place after it, or undefined when more text is needed. */
  #readRecord(text: string, start: number, isEnd: boolean, records: CsvRecord[]): number | undefined {
    const fields: (string | null)[] = [];
    let problem: string | undefined;
    let lines = 1;
    let place = start;
    for (;;) {
      let value: string;
      if (text.charCodeAt(place) === QUOTE) {
        const closing = findClosingQuote(text, place + 1);
        if (closing === -1) {
          const lines = 1 + countLines(text, start, withoutLineEnds(text));
          const most = lines > 1 ? MAXIMUM_RECORD : LONGEST_LINE;
          if (!isEnd && text.length - start < most) return undefined;
          const problem = lines === 1 && !isEnd ? TOO_LONG : UNCLOSED_QUOTE;
          records.push({ fields, line: this.#line, lines, isBlank: false, problem });
          return text.length;
        }
        // The next character decides whether the quote closes the field or is half of a doubled one.
        if (closing === text.length - 1 && !isEnd) return undefined;
        value = text.slice(place + 1, closing).replaceAll('""', '"');
        lines += countLines(text, place, closing);
        place = closing + 1;
        const after = this.#fieldEnd(text, place);
        if (after > place) problem = TEXT_AFTER_QUOTE;
        place = after;
      } else {
        const end = this.#fieldEnd(text, place);
        value = text.slice(place, end);
        place = end;
      }
      if (place === text.length && !isEnd) {
        if (text.length - start < LONGEST_LINE) return undefined;
        records.push({ fields, line: this.#line, lines, isBlank: false, problem: TOO_LONG });
        return text.length;
      }
      fields.push(value === '' ? null : value);
      if (text.charCodeAt(place) !== this.#delimiter || place === text.length) break;
      place += 1;
    }
    const isBlank = place === start;
    if (text.charCodeAt(place) === CARRIAGE_RETURN) {
      // A line feed may follow in the next piece.
      if (place === text.length - 1 && !isEnd) return undefined;
      place += 1;
      if (text.charCodeAt(place) === LINE_FEED) place += 1;
    } else {
      place += 1;
    }
    records.push({ fields, line: this.#line, lines, isBlank, problem });
    this.#line += lines;
    return Math.min(place, text.length);
  }

  #fieldEnd(text: string, start: number): number {
    for (let place = start; place < text.length; place += 1) {
      const code = text.charCodeAt(place);
      if (code === this.#delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) return place;
    }
    return text.length;
  }
}

/** The place of the quote that closes a field, or -1. */
function findClosingQuote(text: string, start: number): number {
  let place = text.indexOf('"', start);
  while (place !== -1 && text.charCodeAt(place + 1) === QUOTE) place = text.indexOf('"', place + 2);
  return place;
}

/** Where the text ends when line ends after it don't count. */
function withoutLineEnds(text: string): number {
  let end = text.length;
  while (text.charCodeAt(end - 1) === LINE_FEED || text.charCodeAt(end - 1) === CARRIAGE_RETURN) end -= 1;
  return end;
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let place = start; place < end; place += 1) {
    const code = text.charCodeAt(place);
    if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(place + 1) !== LINE_FEED))
      lines += 1;
  }
  return lines;
}
