import type { ReactNode } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { PreviewScreen } from '../preview/preview-screen.tsx';
import { ReviewScreen } from '../review/review-screen.tsx';
import { CampaignPreviewScreen } from './preview-screen.tsx';
import { CampaignReviewScreen } from './review-screen.tsx';

/** Orchestrations and campaigns share their names, so a name says which of the two is meant. */
function useIsCampaign(name: string): boolean {
  return findEntity(useProfile().profile, 'campaign', name) !== undefined;
}

/** The preview of whatever has the name. */
export function PreviewByName(props: ScreenProps<'preview'>): ReactNode {
  const isCampaign = useIsCampaign(props.screen.orchestration);
  return isCampaign ? <CampaignPreviewScreen {...props} /> : <PreviewScreen {...props} />;
}

/** The review of whatever has the name. */
export function ReviewByName(props: ScreenProps<'review'>): ReactNode {
  const isCampaign = useIsCampaign(props.screen.orchestration);
  return isCampaign ? <CampaignReviewScreen {...props} /> : <ReviewScreen {...props} />;
}
