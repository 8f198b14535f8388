import type { Profile } from '../../../core/profiles/schema.ts';
import type { CampaignAnswers } from '../../../wizard/journeys/campaign/campaign-answers.ts';
import type { CampaignStep } from '../../../wizard/journeys/campaign/campaign-form.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import type { PageProps } from '../common/use-form.ts';
import type { LiveSizes } from './use-sizes.ts';

export interface CampaignPageProps extends PageProps<CampaignStep, CampaignAnswers> {
  readonly navigation: Navigation<'campaign'>;
  readonly profile: Profile;
  readonly sizes: LiveSizes;
}
