import { Unzip, UnzipInflate, unzipSync } from 'fflate';

/** What a sheet says of its rows and cells besides their values. */
export interface SheetMarks {
  /** Excel's numbers of the rows that nobody sees, filtered out or hidden by hand. */
  readonly hiddenRows: ReadonlySet<number>;
  /** Cells with a formula whose value was never computed, as programs write them; they read as empty. */
  readonly uncomputed: number;
}

const NO_MARKS: SheetMarks = { hiddenRows: new Set(), uncomputed: 0 };

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** Bytes that are unpacked at a time. */
const PIECE = 64 * 1024;

/** Rows, and cells that hold a formula and nothing else; whatever letters the format's own namespace has. */
const MARKS =
  /<(?:\w+:)?row\b([^>]*)>|<(?:\w+:)?c\b[^>]*><(?:\w+:)?f\b[^>]*(?:\/>|>[^<]*<\/(?:\w+:)?f>)<\/(?:\w+:)?c>/g;

const ROW_NUMBER = /\sr=["'](\d+)["']/;
const IS_HIDDEN = /\shidden=["'](?:1|true)["']/;

/**
 * Reads the marks of the sheet with a place among the tabs, from 0, out of a packed workbook. They only serve to tell
 * a person something: what isn't found where it usually is, or is damaged, is no reason to fail, and has none.
 */
export function readSheetMarks(bytes: Uint8Array, place: number): SheetMarks {
  try {
    const part = sheetPart(bytes, place);
    return part === undefined ? NO_MARKS : scanPart(bytes, part);
  } catch {
    return NO_MARKS;
  }
}

/** Where in the package a sheet is: the workbook names a relation, and that a file. */
function sheetPart(bytes: Uint8Array, place: number): string | undefined {
  const parts = unzipSync(bytes, { filter: ({ name }) => name === WORKBOOK || name === RELATIONS });
  const textOf = (name: string) => new TextDecoder().decode(parts[name]);
  const sheet = [...textOf(WORKBOOK).matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)][place]?.[0];
  const id = sheet === undefined ? undefined : attribute(sheet, String.raw`\w+:id`);
  const relations = [...textOf(RELATIONS).matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => tag);
  const relation = relations.find((tag) => id !== undefined && attribute(tag, 'Id') === id);
  const target = relation === undefined ? undefined : attribute(relation, 'Target');
  if (target === undefined) return undefined;
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1];
}

/** Unpacks a part piece by piece: as a whole it may be larger than what there is memory for. */
function scanPart(bytes: Uint8Array, part: string): SheetMarks {
  const hiddenRows = new Set<number>();
  let uncomputed = 0;
  let row = 0;
  let rest = '';
  const scan = (text: string) => {
    let end = 0;
    for (const match of text.matchAll(MARKS)) {
      end = match.index + match[0].length;
      const [, attributes] = match;
      if (attributes === undefined) {
        uncomputed += 1;
        continue;
      }
      row = Number(ROW_NUMBER.exec(attributes)?.[1] ?? row + 1);
      if (IS_HIDDEN.test(attributes)) hiddenRows.add(row);
    }
    rest = text.slice(Math.max(end, lastOpen(text)));
  };
  const unzip = new Unzip((file) => {
    if (file.name !== part) return;
    file.ondata = (error, piece) => {
      if (error !== null) throw error;
      // Names and numbers are ASCII; of values nothing is looked at.
      scan(rest + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1'));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let from = 0; from < bytes.length; from += PIECE) {
    unzip.push(bytes.subarray(from, from + PIECE), from + PIECE >= bytes.length);
  }
  return { hiddenRows, uncomputed };
}

/** Where what the next piece may complete begins: the last cell, or else the last tag. */
function lastOpen(text: string): number {
  const colon = text.lastIndexOf(':c ');
  const cell = Math.max(text.lastIndexOf('<c '), colon === -1 ? -1 : text.lastIndexOf('<', colon));
  const open = cell === -1 ? text.lastIndexOf('<') : cell;
  return open === -1 ? text.length : open;
}
