/** A change to a text: what stands from `start` to `end` becomes `text`; UTF-16 indexes. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of several insertions at one place the one of the lowest rank comes first. */
  readonly rank?: number;
}

export function insertion(place: number, text: string): Edit {
  return { start: place, end: place, text };
}

/** A text with changes, which knows where each of its places was in the original. */
export interface EditedText {
  readonly text: string;
  toOriginal(index: number): number;
}

/**
 * Makes the changes. Changes must not overlap; insertions of one rank at one place keep the order they are
 * given in.
 */
export function editText(original: string, edits: readonly Edit[]): EditedText {
  const ordered = edits.map((edit, order) => ({ ...edit, order }));
  ordered.sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.rank ?? 0) - (b.rank ?? 0) || a.order - b.order,
  );
  let text = '';
  let place = 0;
  // Pairs of places: from `edited` on, the text goes on as the original does from `original` on.
  const steps: { readonly edited: number; readonly original: number; readonly isInserted: boolean }[] = [];
  for (const { start, end, text: inserted } of ordered) {
    steps.push({ edited: text.length, original: place, isInserted: false });
    text += original.slice(place, start);
    steps.push({ edited: text.length, original: start, isInserted: true });
    text += inserted;
    place = end;
  }
  steps.push({ edited: text.length, original: place, isInserted: false });
  text += original.slice(place);
  return {
    text,
    toOriginal: (index) => {
      const step = steps.findLast(({ edited }) => edited <= index);
      if (step === undefined) return index;
      return step.isInserted ? step.original : step.original + index - step.edited;
    },
  };
}
