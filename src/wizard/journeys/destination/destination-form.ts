import { warnAboutAudienceName } from '../../../core/profiles/warnings.ts';
import { destinationAccessInWords } from '../common/access.ts';
import { checkOptionalLine } from '../common/check-field.ts';
import { defineForm, type FormState, reduceForm, startForm } from '../common/form.ts';
import { DESCRIPTION_STEP, NAME_STEP } from '../common/steps.ts';
import type { DestinationAnswers } from './answers.ts';
import { countryName } from './countries.ts';
import { CHANNELS, EMAIL_RULES, IDFA_CASES, labelOf, MODES, PHONE_RULES } from './explanations.ts';
import { ADVERTISER_STEP, CREDENTIAL_STEP } from './steps.ts';

export type DestinationStep =
  | 'credential'
  | 'name'
  | 'advertiser'
  | 'audienceName'
  | 'idTypes'
  | 'country'
  | 'mode'
  | 'description'
  | 'emailRule'
  | 'phoneRule'
  | 'idfaCase'
  | 'placeholders'
  | 'channel'
  | 'access'
  | 'review';

/** What TikTok would do to the audience's name; undefined when it takes the name as it is. */
export function adviseAudienceName({ audienceName, channel }: DestinationAnswers): string | undefined {
  return warnAboutAudienceName(audienceName.trim(), channel ?? 'streaming')[0]?.message;
}

/** Setting up a destination for audiences. */
export const DESTINATION_FORM = defineForm<DestinationStep, DestinationAnswers>('review', [
  CREDENTIAL_STEP,
  NAME_STEP,
  ADVERTISER_STEP,
  {
    id: 'audienceName',
    title: 'Audience name',
    check: ({ audienceName }) => checkOptionalLine(audienceName),
    inWords: ({ audienceName }) => (audienceName.trim() === '' ? 'given later' : audienceName),
  },
  {
    id: 'idTypes',
    title: 'Id types',
    check: ({ idTypes }) => (idTypes.length === 0 ? 'At least one id type is needed.' : undefined),
    inWords: ({ idTypes }) => idTypes.join(', '),
  },
  {
    id: 'country',
    title: 'Default country',
    isSkipped: ({ idTypes }) => !idTypes.includes('PHONE'),
    inWords: ({ defaultCountry }) => (defaultCountry === undefined ? 'none' : countryName(defaultCountry)),
  },
  { id: 'mode', title: 'Mode', inWords: ({ mode }) => labelOf(MODES, mode) },
  DESCRIPTION_STEP,
  {
    id: 'emailRule',
    title: 'E-mail rule',
    isOptional: true,
    isSkipped: ({ idTypes }) => !idTypes.includes('EMAIL'),
    inWords: ({ emailRule }) => labelOf(EMAIL_RULES, emailRule),
  },
  {
    id: 'phoneRule',
    title: 'Phone rule',
    isOptional: true,
    isSkipped: ({ idTypes }) => !idTypes.includes('PHONE'),
    inWords: ({ phoneRule }) => labelOf(PHONE_RULES, phoneRule),
  },
  {
    id: 'idfaCase',
    title: 'IDFA letters',
    isOptional: true,
    isSkipped: ({ idTypes }) => !idTypes.includes('IDFA'),
    inWords: ({ idfaCase }) => labelOf(IDFA_CASES, idfaCase),
  },
  {
    id: 'placeholders',
    title: 'Placeholders',
    isOptional: true,
    inWords: ({ dropPlaceholders }) => (dropPlaceholders ? 'Leave them out' : 'Send them'),
  },
  {
    id: 'channel',
    title: 'Channel',
    isOptional: true,
    inWords: ({ channel = 'streaming' }) => labelOf(CHANNELS, channel),
  },
  {
    id: 'access',
    title: 'Who may use it',
    isOptional: true,
    inWords: ({ access }) => destinationAccessInWords(access),
  },
  { id: 'review', title: 'Review' },
]);

/** The parts of a destination that a person is sent to from elsewhere; each is a step. */
export type DestinationFocusStep = Extract<
  DestinationStep,
  'credential' | 'advertiser' | 'audienceName' | 'mode'
>;

const FOCUS_STEPS: readonly DestinationFocusStep[] = ['credential', 'advertiser', 'audienceName', 'mode'];

/** A saved destination opened at one of its answers, which leads to the review; a part it lacks opens the review. */
export function startAtFocus(
  answers: DestinationAnswers,
  focus: string,
): FormState<DestinationStep, DestinationAnswers> {
  const review = startForm(DESTINATION_FORM, answers, 'review');
  const step = FOCUS_STEPS.find((each) => each === focus);
  return step === undefined ? review : reduceForm(DESTINATION_FORM, review, { type: 'edit', step });
}
