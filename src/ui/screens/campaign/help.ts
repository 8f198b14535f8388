import type { CampaignStep } from '../../../wizard/journeys/campaign/campaign-form.ts';

const CAMPAIGN =
  'A campaign takes the people of some segments, leaves others out, and splits the rest into groups. Each group is sent to an audience, so that it can see other ads; a control group is never sent, and shows what would have happened without.';

/** What `?` tells on each page of a campaign. */
export const CAMPAIGN_HELP: Readonly<Record<CampaignStep, readonly string[]>> = {
  name: [
    CAMPAIGN,
    'Who is in which group follows from the campaign’s name and the person’s key alone. With another name people would change their groups, so choose one that can stay.',
  ],
  include: [
    'A segment is the people of a file, a table or a query who fit some conditions. Whoever is in several of them counts once.',
    'The number beside a segment is its rows now; people are counted once you have said what tells them apart.',
  ],
  key: [
    'The column by which a person is known in every segment, such as a customer number. The same value is the same person.',
    'It decides the group, too: as long as it stays, a person stays in the same group on every run and every machine. Rows without a key are not sent.',
  ],
  exclude: [
    'Whoever is in one of these segments is left out, whatever else they are in: people who returned something, staff, those who asked not to be contacted.',
    'The segment has to have the column that tells people apart.',
  ],
  groups: [
    'The shares are percent of the people, and have to be 100 together. “Share evenly” makes them so.',
    'A control group is never sent: compare the others with it later. Ten percent is a usual size.',
    'A sub-audience has a condition and groups of its own. Sub-audiences are tried in order, and the first that fits takes a person.',
  ],
  audiences: [
    'With one audience for each group, each group can be shown other ads. One for all is for when only the control group matters.',
  ],
  places: [
    'Each group that is sent has a destination, which knows the ad account, and an audience there. An audience of that name is reused, and becomes this group: whoever left is removed.',
    'Destinations for events can’t be chosen: they take what people did, not who they are.',
  ],
  attributes: [
    'What TikTok finds people by. Values are made uniform and hashed on this machine; only the hashes are sent.',
    'What the destination has as its default attributes counts where nothing else is said; without those, columns called like the id types are used.',
  ],
  start: [
    'A campaign can always be started by hand. To start by itself it has to be in the system’s own scheduler; you are asked when it is saved.',
  ],
  launch: [
    'Nothing starts by itself before the launch. A day alone begins at midnight, on the clocks of the time zone.',
  ],
  when: [
    'In words, such as every Monday 06:00, or as a cron expression. The next starts are shown below while you type.',
    'Each time only what has changed is sent: who came is added, who left is removed.',
  ],
  timeZone: ['Whose clocks the launch and the schedule go by.'],
  notify: ['A program of yours that hears of a run that failed while nobody watched.'],
  description: ['A line for others, shown beside the name.'],
  review: [
    'Every answer, each one an Enter away from being changed. Nothing is sent by saving.',
    'Tab shows everything that was counted: segments, whom they share, and the size of each group. Changes of the shares or of the key move people between groups.',
  ],
};
