import { type ReactNode, useState } from 'react';
import type { AudienceDestination, Profile } from '../../../core/profiles/schema.ts';
import { checkOptionalLine } from '../../../wizard/journeys/common/check-field.ts';
import { offeredAudiences, proposeAudienceName } from '../../../wizard/journeys/refresh/refresh.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';

export interface AudiencePageProps {
  readonly profile: Profile;
  readonly destination: AudienceDestination;
  readonly file: string;
  readonly chosen: string | undefined;
  readonly onAnswer: (audienceName: string) => void;
}

/** Can't be the name of an audience: names have no spaces at their ends. */
const NEW = ' new';

/** Which audience a file fills: one of those there were before, or a new one. */
export function AudiencePage({ profile, destination, file, chosen, onAnswer }: AudiencePageProps): ReactNode {
  const { runs } = useServices();
  const [offered] = useState(() => offeredAudiences(profile, destination, file, runs.audiences()));
  const [isNew, setIsNew] = useState(offered.length === 0);
  if (isNew) {
    return (
      <NewName
        initialValue={chosen ?? proposeAudienceName(file)}
        hasList={offered.length > 0}
        onAnswer={onAnswer}
        onClose={() => setIsNew(false)}
      />
    );
  }
  return (
    <Choice
      label="Which audience is filled?"
      items={[
        ...offered.map(({ name, note }) => ({
          id: name,
          label: name,
          note,
          description: 'One of this name at TikTok is brought up to date; where there is none it is made.',
        })),
        { id: NEW, label: 'A new one', description: 'You give it a name.' },
      ]}
      initialId={chosen}
      onChoose={(id) => (id === NEW ? setIsNew(true) : onAnswer(id))}
    />
  );
}

interface NewNameProps {
  readonly initialValue: string;
  readonly hasList: boolean;
  readonly onAnswer: (audienceName: string) => void;
  readonly onClose: () => void;
}

function NewName({ initialValue, hasList, onAnswer, onClose }: NewNameProps): ReactNode {
  useKeys({
    level: 'field',
    bindings: hasList ? [{ keys: ['escape'], hint: 'back', run: onClose }] : [],
  });
  return (
    <TextField
      label="What is the new audience called?"
      history="audience-name"
      note="As people will find it in TikTok Ads Manager."
      initialValue={initialValue}
      validate={(name) => (name === '' ? 'An audience needs a name.' : checkOptionalLine(name))}
      onSubmit={(name) => onAnswer(name.trim())}
    />
  );
}
