import type { ReactNode } from 'react';
import { checkCampaigns } from '../../../core/profiles/check-campaigns.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import {
  type CampaignAnswers,
  hasControl,
  movesPeople,
  toCampaign,
} from '../../../wizard/journeys/campaign/campaign-answers.ts';
import { CAMPAIGN_FORM, type CampaignStep } from '../../../wizard/journeys/campaign/campaign-form.ts';
import { sharedAudience } from '../../../wizard/journeys/campaign/shared-audiences.ts';
import { checkNewName } from '../../../wizard/journeys/common/check-field.ts';
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

export function ReviewPage(props: CampaignPageProps): ReactNode {
  const { answers, edit, save, startOver, sizes, profile } = props;
  const { rows } = useBodySize();
  return (
    <>
      <SizesLine
        live={sizes}
        warning={warningOf(answers, profile)}
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

/** What is worth knowing before it is saved; nothing of it keeps from saving. */
function warningOf(answers: CampaignAnswers, profile: Profile): string | undefined {
  const shared = sharedAudience(profile, toCampaign(answers));
  if (shared !== undefined) return shared;
  return movesPeople(answers)
    ? 'People come into other groups: key, shares or conditions changed.'
    : undefined;
}

/** What only the whole profile knows, such as a destination that has gone, stands beside the answer it is about. */
function withProfilesProblem(
  rows: readonly ReviewRow<CampaignStep>[],
  answers: CampaignAnswers,
  profile: Profile,
): readonly ReviewRow<CampaignStep>[] {
  if (rows.some(({ problem }) => problem !== undefined)) return rows;
  const campaign = toCampaign(answers);
  const isThere = (all: readonly { readonly name: string }[], name = '') =>
    all.some((each) => each.name === name);
  const segment = [...campaign.include, ...(campaign.exclude ?? [])].find(
    (name) => !isThere(profile.segments, name),
  );
  if (segment !== undefined) {
    const id = campaign.include.includes(segment) ? 'include' : 'exclude';
    return withProblem(rows, id, `There is no segment ${segment} any more.`);
  }
  const gone = campaign.groups.find(
    ({ control, destination }) => control !== true && !isThere(profile.destinations, destination),
  );
  if (gone !== undefined) {
    return withProblem(rows, 'places', `There is no destination ${gone.destination} any more.`);
  }
  const [problem] = checkCampaigns({
    ...profile,
    segments: [],
    defaultAttributes: {},
    campaigns: [campaign],
  });
  return problem === undefined
    ? rows
    : withProblem(rows, 'places', problem.replace(/^Campaign "[^"]*": /, ''));
}

function withProblem(
  rows: readonly ReviewRow<CampaignStep>[],
  id: CampaignStep,
  problem: string,
): readonly ReviewRow<CampaignStep>[] {
  return rows.map((row) => (row.id === id ? { ...row, problem } : row));
}
