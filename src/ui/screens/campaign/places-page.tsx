import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Destination, Profile } from '../../../core/profiles/schema.ts';
import {
  audienceOf,
  type CampaignAnswers,
  checkPlaces,
  singleAudienceOf,
} from '../../../wizard/journeys/campaign/campaign-answers.ts';
import { changeGroup, type GroupPlace, treatedGroups } from '../../../wizard/journeys/campaign/groups.ts';
import { checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { CampaignPageProps } from './page-props.ts';

/** One audience for each group, or one for all. */
export function AudiencesPage({ answers, answer }: CampaignPageProps): ReactNode {
  const count = treatedGroups(answers.parts).length;
  return (
    <Choice
      label="How many audiences are filled?"
      items={[
        {
          id: 'separate',
          label: 'One for each group',
          description: `${count === 1 ? 'One audience' : `${count} audiences`}, so that each group can see other ads.`,
        },
        {
          id: 'single',
          label: 'One for all groups',
          description: 'All groups but control groups, together in one audience.',
        },
      ]}
      initialId={answers.audiences}
      onChoose={(audiences) => answer({ audiences })}
    />
  );
}

/** Undefined: all groups, in one audience. */
type Place = GroupPlace | undefined;

type Mode = { readonly at: 'list' } | { readonly at: 'destination' | 'audience'; readonly place: Place };

const LIST: Mode = { at: 'list' };
const CREATE = ' create';

/** Where each group is sent. */
export function PlacesPage({ answers, note, answer, profile, navigation }: CampaignPageProps): ReactNode {
  const [mode, setMode] = useState<Mode>(LIST);
  useKeys(
    {
      level: 'field',
      bindings: [
        {
          keys: ['escape'],
          hint: 'back',
          run: () => setMode(mode.at === 'audience' ? { at: 'destination', place: mode.place } : LIST),
        },
      ],
    },
    mode.at !== 'list',
  );
  useOnlyDestination(answers, profile, note);

  function choose(place: Place, destination: string): void {
    note(withDestination(answers, place, destination));
    setMode({ at: 'audience', place });
  }

  if (mode.at === 'list') {
    return (
      <PlaceList
        answers={answers}
        onDone={() => answer({})}
        onPlace={(place) => setMode({ at: 'destination', place })}
      />
    );
  }
  const { place } = mode;
  const group = place === undefined ? undefined : answers.parts[place.part]?.groups[place.group];
  const whose = group === undefined ? 'All groups' : `Group ${group.name}`;
  if (mode.at === 'destination') {
    return (
      <Choice
        label={`${whose}: where to?`}
        items={[
          ...profile.destinations.map(destinationItem),
          {
            id: CREATE,
            label: 'Set up a new destination',
            description: 'You come back here with it.',
          },
        ]}
        initialId={(group?.destination ?? answers.destination) || undefined}
        onChoose={(id) => {
          if (id !== CREATE) choose(place, id);
          else navigation.open({ id: 'destination', kind: 'audience' }, ({ name }) => choose(place, name));
        }}
      />
    );
  }
  return (
    <TextField
      label={`${whose}: which audience?`}
      history="audience-name"
      note="One of this name is reused, otherwise it is created."
      initialValue={group === undefined ? singleAudienceOf(answers) : audienceOf(answers, group)}
      validate={checkOptionalLine}
      onSubmit={(audienceName) => {
        note(
          place === undefined
            ? { audienceName }
            : { parts: changeGroup(answers.parts, place, { audienceName }) },
        );
        setMode(LIST);
      }}
    />
  );
}

/** Destinations for events are seen, so that nobody looks for them, and say why they can't be chosen. */
function destinationItem({ name, kind, description, credential }: Destination): ChoiceItem {
  return {
    id: name,
    label: name,
    note: credential,
    ...(description === undefined ? {} : { description }),
    ...(kind === 'events'
      ? { disabledBecause: 'It takes events, which are what people did; a campaign fills audiences.' }
      : {}),
  };
}

/** Groups that have none go the same way, so that most campaigns are asked once. */
function withDestination(
  answers: CampaignAnswers,
  place: Place,
  destination: string,
): Partial<CampaignAnswers> {
  if (place === undefined) return { destination };
  return {
    parts: changeGroup(answers.parts, place, { destination }).map((part) => ({
      ...part,
      groups: part.groups.map((group) => (group.destination === '' ? { ...group, destination } : group)),
    })),
  };
}

/** Where there is but one destination, nobody has to choose it. */
function useOnlyDestination(
  answers: CampaignAnswers,
  profile: Profile,
  note: CampaignPageProps['note'],
): void {
  const [only, ...others] = profile.destinations.filter(({ kind }) => kind === 'audience');
  const name = others.length === 0 ? only?.name : undefined;
  const isOpen =
    answers.audiences === 'single'
      ? answers.destination === ''
      : treatedGroups(answers.parts).some(({ destination }) => destination === '');
  const newest = useRef({ answers, note });
  newest.current = { answers, note };
  useEffect(() => {
    if (name === undefined || !isOpen) return;
    const now = newest.current;
    const place = now.answers.audiences === 'single' ? undefined : firstOpen(now.answers);
    now.note(withDestination(now.answers, place, name));
  }, [name, isOpen]);
}

function firstOpen({ parts }: CampaignAnswers): GroupPlace {
  const places = parts.flatMap(({ groups }, part) =>
    groups.flatMap(({ isControl, destination }, group) =>
      isControl || destination !== '' ? [] : [{ part, group }],
    ),
  );
  return places[0] ?? { part: 0, group: 0 };
}

interface PlaceListProps {
  readonly answers: CampaignAnswers;
  readonly onDone: () => void;
  readonly onPlace: (place: Place) => void;
}

type PlaceId = 'done' | 'all' | `${number} ${number}`;

function PlaceList({ answers, onDone, onPlace }: PlaceListProps): ReactNode {
  const problem = checkPlaces(answers);
  const items: ChoiceItem<PlaceId>[] =
    answers.audiences === 'single'
      ? [
          {
            id: 'all',
            label: `All groups → ${singleAudienceOf(answers)}`,
            note: answers.destination || 'no destination yet',
            description: 'Press Enter to change destination or audience.',
          },
        ]
      : groupItems(answers);
  return (
    <Choice
      label="Where are the groups sent?"
      items={[
        {
          id: 'done',
          label: 'Continue',
          description: 'Control groups are sent nowhere.',
          ...(problem === undefined ? {} : { disabledBecause: problem }),
        },
        ...items,
      ]}
      // After a change what is still to be done comes first.
      key={problem ?? ''}
      initialId={problem === undefined ? 'done' : items[0]?.id}
      onChoose={(id) => {
        if (id === 'done') onDone();
        else if (id === 'all') onPlace(undefined);
        else {
          const [part = 0, group = 0] = id.split(' ').map(Number);
          onPlace({ part, group });
        }
      }}
    />
  );
}

function groupItems(answers: CampaignAnswers): ChoiceItem<PlaceId>[] {
  return answers.parts.flatMap(({ groups }, part) =>
    groups.flatMap((group, index): ChoiceItem<PlaceId>[] =>
      group.isControl
        ? []
        : [
            {
              id: `${part} ${index}`,
              label: `${group.name} → ${audienceOf(answers, group)}`,
              note: group.destination || 'no destination yet',
              description: 'Press Enter to change destination or audience.',
            },
          ],
    ),
  );
}
