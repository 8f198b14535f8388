import { type BodyDiagnosis, diagnoseBody } from '../../../core/remedies/diagnose-body.ts';

/** Said of an answer that wasn't an error. */
export const SUCCEEDED = 'TikTok answered with code 0: that request succeeded.';
/** Said of a text in which no answer of TikTok's was found; the diagnosis has the hint that goes with it. */
export const UNREADABLE = 'That is no answer of TikTok’s that can be read.';

/** What somebody pasted, and what it turned out to be. The text may hold anything: it is never shown. */
export interface PastedAnswer {
  readonly text: string;
  readonly diagnosis: BodyDiagnosis;
}

/** Longer texts are no answers; what is beyond isn't looked at. */
const LONGEST = 200_000;

export const NOTHING_PASTED: PastedAnswer = read('');

export type PasteAction =
  | { readonly type: 'add'; readonly text: string }
  | { readonly type: 'delete' }
  | { readonly type: 'clear' };

/** Collects what is pasted or typed, in pieces as it comes. */
export function reducePaste({ text }: PastedAnswer, action: PasteAction): PastedAnswer {
  switch (action.type) {
    case 'add':
      return read((text + action.text.replace(/\r\n?/g, '\n')).slice(0, LONGEST));
    case 'delete':
      return read([...text].slice(0, -1).join(''));
    case 'clear':
      return NOTHING_PASTED;
  }
}

function read(text: string): PastedAnswer {
  return { text, diagnosis: diagnoseBody(text) };
}
