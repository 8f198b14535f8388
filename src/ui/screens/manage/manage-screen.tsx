import { type ReactNode, useState } from 'react';
import { findEntity, namesOf } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { credentialOfCampaign, credentialOfOrchestration, environmentOf } from '../common/environment-of.ts';
import { PickOrCreate } from '../common/pick-or-create.tsx';
import { ActionsPage } from './actions-page.tsx';
import { KIND_NAMES, noteOf, savedInWords } from './entity-words.ts';

const HELP = [
  'Everything you have set up, kind by kind. Choose one to change, copy, rename or remove it.',
  'What is removed takes along what can’t work without it; that is shown before.',
];

const MESSAGE_ROWS = 2;

/** Lists what is set up of one kind, and what can be done with each. */
export function ManageScreen({ screen, navigation }: ScreenProps<'manage'>): ReactNode {
  const { kind } = screen;
  const services = useServices();
  const { profile, reload } = useProfile();
  const [opened, setOpened] = useState(screen.promote);
  const [said, setSaid] = useState<string | undefined>(undefined);
  /** What was set up last from here: the list begins at it. */
  const [added, setAdded] = useState<string | undefined>(undefined);
  const exists = opened !== undefined && findEntity(profile, kind, opened) !== undefined;

  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: back }] });

  function back(): void {
    if (exists) setOpened(undefined);
    else navigation.back();
  }

  /** The list has to know it at once: a menu stays at what it began with. */
  function beginAt(name: string): void {
    reload();
    setAdded(name);
  }

  function create(): void {
    if (kind === 'segment') {
      navigation.open({ id: kind }, (saved) => {
        setSaid(savedInWords(saved));
        beginAt(saved.name);
      });
      return;
    }
    navigation.open({ id: kind }, ({ name }) => {
      if (kind === 'campaign') setSaid(`${name} is saved. Choose it to preview and run it.`);
      beginAt(name);
    });
  }

  /** After a change: back to the list, which tells what was done. */
  function done(sentence: string): void {
    reload();
    setSaid(sentence);
    setOpened(undefined);
  }

  return (
    <Screen
      environment={environmentOf(
        services,
        profile,
        exists ? credentialFor(profile, kind, opened) : undefined,
      )}
      subject={exists ? opened : KIND_NAMES[kind].many}
      help={HELP}
    >
      {exists ? (
        <ActionsPage
          key={opened}
          reference={{ kind, name: opened }}
          profile={profile}
          navigation={navigation}
          begin={opened === screen.promote ? 'promote' : 'actions'}
          onDone={done}
        />
      ) : (
        <ListPage
          key={added}
          said={said}
          begin={added}
          label={KIND_NAMES[kind].many}
          createLabel={`Set up a new ${KIND_NAMES[kind].one}`}
          items={namesOf(profile, kind).map((name) => ({ name, note: noteOf(profile, kind, name) }))}
          onPick={(name) => {
            setSaid(undefined);
            setOpened(name);
          }}
          onCreate={() => {
            setSaid(undefined);
            create();
          }}
        />
      )}
    </Screen>
  );
}

interface ListPageProps {
  readonly said: string | undefined;
  /** Undefined: at the first. */
  readonly begin: string | undefined;
  readonly label: string;
  readonly createLabel: string;
  readonly items: readonly { readonly name: string; readonly note: string }[];
  readonly onPick: (name: string) => void;
  readonly onCreate: () => void;
}

function ListPage({ said, begin, label, createLabel, items, onPick, onCreate }: ListPageProps): ReactNode {
  const { rows } = useBodySize();
  return (
    <>
      {said === undefined ? null : <Message kind="success" text={said} />}
      <PickOrCreate
        label={label}
        items={items}
        chosen={begin ?? items[0]?.name}
        createLabel={createLabel}
        rows={rows - (said === undefined ? 0 : MESSAGE_ROWS)}
        onPick={onPick}
        onCreate={onCreate}
      />
    </>
  );
}

/** Whose environment the banner shows. */
function credentialFor(
  profile: Profile,
  kind: ScreenProps<'manage'>['screen']['kind'],
  name: string,
): string | undefined {
  switch (kind) {
    case 'credential':
      return name;
    case 'destination':
      return findEntity(profile, kind, name)?.credential;
    case 'template': {
      const template = findEntity(profile, kind, name);
      return template && findEntity(profile, 'destination', template.destination)?.credential;
    }
    case 'query':
    case 'segment':
      return undefined;
    case 'campaign':
      return credentialOfCampaign(profile, name);
    case 'orchestration':
      return credentialOfOrchestration(profile, name);
  }
}
