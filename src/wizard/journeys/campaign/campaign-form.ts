import { notifyOfCampaign } from '../../../core/schedules/scheduled.ts';
import { defineForm } from '../common/form.ts';
import { DESCRIPTION_STEP, NAME_STEP } from '../common/steps.ts';
import { checkCommand, notifyInWords } from '../orchestration/command-words.ts';
import { attributesInWords } from './attributes.ts';
import { type CampaignAnswers, checkKey, checkPlaces, placesInWords } from './campaign-answers.ts';
import { checkParts, partsInWords } from './groups.ts';
import { checkLaunch, checkRecurrence, launchInWords, startInWords } from './timing.ts';

export type CampaignStep =
  | 'name'
  | 'include'
  | 'key'
  | 'exclude'
  | 'groups'
  | 'audiences'
  | 'places'
  | 'attributes'
  | 'start'
  | 'launch'
  | 'when'
  | 'timeZone'
  | 'notify'
  | 'description'
  | 'review';

const AUDIENCES = { separate: 'one for each group', single: 'one for all groups' } as const;

/** Setting up a campaign: who is in it, in which groups, where these go, and when. */
export const CAMPAIGN_FORM = defineForm<CampaignStep, CampaignAnswers>('review', [
  NAME_STEP,
  {
    id: 'include',
    title: 'Segments in',
    check: ({ include }) => (include.length === 0 ? 'At least one segment is needed.' : undefined),
    inWords: ({ include }) => include.join(', '),
  },
  { id: 'key', title: 'Told apart by', check: checkKey, inWords: ({ key }) => key },
  {
    id: 'exclude',
    title: 'Left out',
    check: ({ include, exclude }) => {
      const both = exclude.find((name) => include.includes(name));
      return both === undefined ? undefined : `${both} is included, too; take it out of one of the two.`;
    },
    inWords: ({ exclude }) => (exclude.length === 0 ? 'nobody' : exclude.join(', ')),
  },
  {
    id: 'groups',
    title: 'Groups',
    check: ({ parts }) => checkParts(parts),
    inWords: ({ parts }) => partsInWords(parts),
  },
  { id: 'audiences', title: 'Audiences', inWords: ({ audiences }) => AUDIENCES[audiences] },
  { id: 'places', title: 'Sent to', check: checkPlaces, inWords: placesInWords },
  {
    id: 'attributes',
    title: 'Columns',
    check: ({ attributes }) =>
      attributes !== undefined && Object.keys(attributes).length === 0
        ? 'At least one column has to be sent.'
        : undefined,
    inWords: ({ attributes }) =>
      attributes === undefined ? 'the destination’s, or by their names' : attributesInWords(attributes),
  },
  { id: 'start', title: 'Starts', inWords: startInWords },
  {
    id: 'launch',
    title: 'Launch',
    isSkipped: ({ start }) => start === 'manual',
    check: (answers) => checkLaunch(answers, answers.now),
    inWords: launchInWords,
  },
  {
    id: 'when',
    title: 'Schedule',
    isSkipped: ({ start }) => start !== 'recurring',
    check: checkRecurrence,
    inWords: ({ when }) => when.trim(),
  },
  {
    id: 'timeZone',
    title: 'Time zone',
    isOptional: true,
    isSkipped: ({ start }) => start === 'manual',
    inWords: ({ timeZone }) => timeZone ?? 'this machine’s',
  },
  {
    id: 'notify',
    title: 'When it fails',
    isOptional: true,
    isSkipped: ({ start }) => start === 'manual',
    check: ({ notify = '' }) => checkCommand(notify),
    inWords: ({ notify, saved }) => notifyInWords(notify, notifyOfCampaign(saved?.timing)),
  },
  DESCRIPTION_STEP,
  { id: 'review', title: 'Review' },
]);
