import type { ReactNode } from 'react';
import { checkCampaigns } from '../../../core/profiles/check-campaigns.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import {
  type CampaignAnswers,
  hasControl,
  toCampaign,
} from '../../../wizard/journeys/campaign/campaign-answers.ts';
import { CAMPAIGN_FORM, type CampaignStep } from '../../../wizard/journeys/campaign/campaign-form.ts';
import { checkNewName, checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { type ReviewRow, reviewRows } from '../../../wizard/journeys/common/form.ts';
import { TextField } from '../../components/text-field.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { AnswersReview } from '../common/answers-review.tsx';
import type { CampaignPageProps } from './page-props.ts';
import { SizesLine, sizesRows } from './sizes-line.tsx';

export function NamePage({ answers, note, answer }: CampaignPageProps): ReactNode {
  return (
    <TextField
      label="What is the campaign called?"
      note="Such as “spring”. Its name decides who is in which group."
      initialValue={answers.name}
      validate={(name) => checkNewName(name, answers.taken)}
      onChange={(name) => note({ name })}
      onSubmit={(name) => answer({ name })}
    />
  );
}

export function DescriptionPage({ answers, note, answer }: CampaignPageProps): ReactNode {
  return (
    <TextField
      label="Description"
      note="Leave it empty for none."
      initialValue={answers.description}
      validate={checkOptionalLine}
      onChange={(description) => note({ description })}
      onSubmit={(description) => answer({ description })}
    />
  );
}

export function ReviewPage(props: CampaignPageProps): ReactNode {
  const { answers, edit, save, startOver, sizes, profile } = props;
  const { rows } = useBodySize();
  return (
    <>
      <SizesLine
        live={sizes}
        otherwise={hasControl(answers) ? 'The control group is never sent.' : 'There is no control group.'}
      />
      <AnswersReview
        label={`Campaign ${answers.name.trim()}`}
        saveLabel="Save this campaign"
        answers={withProfilesProblem(reviewRows(CAMPAIGN_FORM, answers), answers, profile)}
        rows={rows - sizesRows(rows)}
        onSave={save}
        onStartOver={startOver}
        onEdit={edit}
      />
    </>
  );
}

/** What only the whole profile knows, such as a destination that has gone, stands beside where people are sent. */
function withProfilesProblem(
  rows: readonly ReviewRow<CampaignStep>[],
  answers: CampaignAnswers,
  profile: Profile,
): readonly ReviewRow<CampaignStep>[] {
  if (rows.some(({ problem }) => problem !== undefined)) return rows;
  const campaign = toCampaign(answers);
  const missing = campaign.groups.find(
    ({ control, destination }) =>
      control !== true && !profile.destinations.some(({ name }) => name === destination),
  );
  const [problem] =
    missing === undefined
      ? checkCampaigns({ ...profile, segments: [], defaultAttributes: {}, campaigns: [campaign] })
      : [`there is no destination ${missing.destination} any more.`];
  if (problem === undefined) return rows;
  const sentence = problem.replace(/^Campaign "[^"]*": /, '');
  return rows.map((row) => (row.id === 'places' ? { ...row, problem: sentence } : row));
}
