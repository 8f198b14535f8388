import { AudiencesScreen } from '../screens/audiences/audiences-screen.tsx';
import { PreviewByName, ReviewByName } from '../screens/campaign/by-name.tsx';
import { CampaignScreen } from '../screens/campaign/campaign-screen.tsx';
import { CheckScreen } from '../screens/check/check-screen.tsx';
import { CredentialScreen } from '../screens/credential/credential-screen.tsx';
import { DestinationScreen } from '../screens/destination/destination-screen.tsx';
import { DiagnoseScreen } from '../screens/diagnose/diagnose-screen.tsx';
import { HomeScreen } from '../screens/home/home-screen.tsx';
import { OnboardingScreen } from '../screens/home/onboarding-screen.tsx';
import { ManageScreen } from '../screens/manage/manage-screen.tsx';
import { OrchestrationScreen } from '../screens/manage/orchestration-screen.tsx';
import { QueryScreen } from '../screens/query/query-screen.tsx';
import { RefreshScreen } from '../screens/refresh/refresh-screen.tsx';
import { RetentionScreen } from '../screens/retention/retention-screen.tsx';
import { RunScreen } from '../screens/run/run-screen.tsx';
import { RunDetailsScreen } from '../screens/runs/run-details-screen.tsx';
import { RunsScreen } from '../screens/runs/runs-screen.tsx';
import { SchedulesScreen } from '../screens/schedules/schedules-screen.tsx';
import { SegmentScreen } from '../screens/segment/segment-screen.tsx';
import { TemplateScreen } from '../screens/template/template-screen.tsx';
import type { ScreenComponents } from './screen-types.ts';

/** Which component shows which screen. */
export const SCREENS: ScreenComponents = {
  home: HomeScreen,
  onboarding: OnboardingScreen,
  refresh: RefreshScreen,
  credential: CredentialScreen,
  destination: DestinationScreen,
  query: QueryScreen,
  template: TemplateScreen,
  orchestration: OrchestrationScreen,
  segment: SegmentScreen,
  campaign: CampaignScreen,
  manage: ManageScreen,
  preview: PreviewByName,
  review: ReviewByName,
  run: RunScreen,
  runs: RunsScreen,
  schedules: SchedulesScreen,
  retention: RetentionScreen,
  audiences: AudiencesScreen,
  'run-details': RunDetailsScreen,
  check: CheckScreen,
  diagnose: DiagnoseScreen,
};
