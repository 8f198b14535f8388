import { checkNewName, checkOptionalLine } from './check-field.ts';
import type { FormStep } from './form.ts';

/** Steps that many forms have, each with the answers it needs. */

interface Named {
  readonly name: string;
  /** Names that others of the kind have. */
  readonly taken: readonly string[];
  /** What is changed; undefined for something new. Its name stays. */
  readonly saved?: unknown;
}

/** The name, asked for before anything else. */
export const NAME_STEP: FormStep<'name', Named> = {
  id: 'name',
  title: 'Name',
  isSkipped: ({ saved }) => saved !== undefined,
  check: ({ name, taken }) => checkNewName(name, taken),
  inWords: ({ name }) => name.trim(),
};

/** The name of something that has one without being asked; `nameOf` says which. */
export function proposedNameStep<Answers extends Named>(
  nameOf: (answers: Answers) => string,
): FormStep<'name', Answers> {
  return {
    id: 'name',
    title: 'Name',
    isOptional: true,
    isSkipped: ({ saved }) => saved !== undefined,
    check: ({ name, taken }) => (name.trim() === '' ? undefined : checkNewName(name, taken)),
    inWords: nameOf,
  };
}

/** A line for colleagues. */
export const DESCRIPTION_STEP: FormStep<'description', { readonly description: string }> = {
  id: 'description',
  title: 'Description',
  isOptional: true,
  check: ({ description }) => checkOptionalLine(description),
  inWords: ({ description }) => (description.trim() === '' ? 'none' : description),
};
