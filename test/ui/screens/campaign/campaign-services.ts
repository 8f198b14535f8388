import type { CampaignPeople, CampaignSizes } from '../../../../src/core/campaigns/measure-campaign.ts';
import type { SampleRows } from '../../../../src/core/ports/sources.ts';
import { type Profile, profileSchema } from '../../../../src/core/profiles/schema.ts';
import { type Fake, fakeServices } from '../../support/fake-services.ts';
import { SAMPLE_PROFILE } from '../../support/sample-profile.ts';

export const PEOPLE: SampleRows = {
  columns: ['customer_id', 'email', 'mobile', 'orders', 'country'].map((name) => ({ name, type: 'VARCHAR' })),
  rows: [
    ['C1', 'jane.doe@example.com', '+14155550123', '3', 'US'],
    ['C2', 'bob@example.org', '+14155550124', '1', 'CA'],
  ],
};

/** Three segments, an audience destination and one for events. */
export function campaignProfile(change: object = {}): Profile {
  const source = (file: string) => ({ engine: 'embedded', tables: { people: `/samples/${file}.csv` } });
  return profileSchema.parse({
    ...SAMPLE_PROFILE,
    destinations: [
      ...SAMPLE_PROFILE.destinations,
      {
        name: 'acme events',
        kind: 'events',
        credential: 'acme',
        advertiserIds: ['7654321098765432109'],
        eventSource: 'offline',
        fixedEventName: 'Purchase',
      },
    ],
    segments: [
      { name: 'loyal', source: source('customers'), table: 'people' },
      { name: 'returned', source: source('returns'), table: 'people' },
      { name: 'orders', source: source('orders'), table: 'people' },
    ],
    ...change,
  });
}

export interface CampaignFake extends Fake {
  /** What was asked to be counted, the newest last. */
  readonly measured: CampaignPeople[];
}

/** A thousand people in every segment, a hundred of them in any two, split as the shares say. */
export function campaignServices(profile: Profile, excluded = 100): CampaignFake {
  const measured: CampaignPeople[] = [];
  const fake = fakeServices({
    profile,
    sources: {
      describe: async (tables) =>
        JSON.stringify(tables).includes('orders.csv')
          ? [{ name: 'order_id', type: 'VARCHAR' }]
          : PEOPLE.columns,
      sample: async () => PEOPLE,
    },
  });
  const measureCampaign = async (people: CampaignPeople): Promise<CampaignSizes> => {
    measured.push(people);
    const { include, exclude, groups, isOnlyGroups } = people;
    const all = isOnlyGroups === true ? [] : [...include, ...exclude];
    const left = exclude.length === 0 ? 0 : excluded;
    return {
      people: { total: 1000, excluded: left, outside: 0 },
      groups: groups.map(({ name, percent = 100 }) => ({ name, people: ((1000 - left) * percent) / 100 })),
      segments: all.map((segment) => ({
        name: segment.name,
        included: include.includes(segment),
        people: 1000,
      })),
      overlaps: all.flatMap((one, index) =>
        all.slice(index + 1).map((other) => ({ segments: [one.name, other.name] as const, people: 100 })),
      ),
    };
  };
  const services = {
    ...fake.services,
    delivery: {
      ...fake.services.delivery,
      measureCampaign,
      previewSegment: async (name: string) => ({ name, rows: 1234, unreadable: 0, sql: 'SELECT 1' }),
    },
  };
  return { ...fake, services, measured };
}
