import { type ReactNode, useState } from 'react';
import type { DefaultAttributes } from '../../../core/profiles/campaign-schema.ts';
import { duplicateEntity, renameEntity } from '../../../core/profiles/edit.ts';
import { type EntityReference, findEntity, namesOf } from '../../../core/profiles/entities.ts';
import { type PromotedEntity, type PromotionWish, planPromotion } from '../../../core/profiles/promote.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { attributesInWords } from '../../../wizard/journeys/campaign/attributes.ts';
import { checkNewName } from '../../../wizard/journeys/common/check-field.ts';
import { renameScheduled, scheduledEntry } from '../../../wizard/journeys/common/scheduler-entries.ts';
import { withAttributes } from '../../../wizard/journeys/destination/default-attributes.ts';
import { canPromote } from '../../../wizard/journeys/promotion/promotion.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Saving } from '../common/saving.tsx';
import { useTask } from '../common/use-task.ts';
import { AttributesPage } from './attributes-page.tsx';
import { countPeople } from './count-people.ts';
import { editorOf, savedInWords } from './entity-words.ts';
import { actionsFor, type ManageAction } from './manage-actions.ts';
import { PromotePage } from './promote-page.tsx';
import { RemovePage } from './remove-page.tsx';

export interface ActionsPageProps {
  readonly reference: EntityReference;
  readonly profile: Profile;
  readonly navigation: Navigation<'manage'>;
  readonly begin: Extract<Mode, 'actions' | 'promote'>;
  /** Something was changed; the sentence says what. */
  readonly onDone: (sentence: string) => void;
}

type Mode = 'actions' | 'rename' | 'promote' | 'attributes' | 'remove';

/** What can be done with one thing that is set up. */
export function ActionsPage({ reference, profile, navigation, begin, onDone }: ActionsPageProps): ReactNode {
  const { kind, name } = reference;
  const services = useServices();
  const [mode, setMode] = useState<Mode>(begin);
  const work = useTask<string>();
  // The demo knows no production.
  const isPromotable =
    kind === 'destination' && services.simulator === undefined && canPromote(profile, name);

  // Default attributes are for audiences.
  const hasAttributes =
    kind === 'destination' && findEntity(profile, 'destination', name)?.kind === 'audience';

  useKeys(
    {
      level: 'field',
      bindings: [{ keys: ['escape'], hint: 'back', run: () => setMode('actions') }],
    },
    (mode === 'rename' || mode === 'remove') && work.state.status === 'idle',
  );

  function duplicate(): void {
    work.start(
      'Duplicating',
      async () => {
        if (kind === 'credential') return `Saved as ${await services.credentials.duplicate(name)}.`;
        let copy = '';
        await services.profile.update((current) => {
          const duplicated = duplicateEntity(current, reference);
          copy = duplicated.created.name;
          return duplicated.profile;
        });
        return duplicatedInWords(kind, name, copy);
      },
      onDone,
    );
  }

  function rename(newName: string): void {
    work.start(
      'Renaming',
      async () => {
        const entry = await scheduledEntry(services.schedules, reference);
        if (kind === 'credential') await services.credentials.rename(name, newName);
        else await services.profile.update((current) => renameEntity(current, reference, newName).profile);
        const rest = await renameScheduled(services.schedules, entry, newName);
        return `${name} is now called ${newName}.${rest}`;
      },
      onDone,
    );
  }

  function promote(wish: PromotionWish): void {
    work.start(
      'Adding the copies',
      async () => {
        let added: readonly PromotedEntity[] = [];
        await services.profile.update((current) => {
          const plan = planPromotion(current, wish);
          added = plan.created;
          return plan.profile;
        });
        const [copy] = added;
        return `${copy?.name ?? wish.destination} is added; nothing was sent, and nothing runs by itself.`;
      },
      onDone,
    );
  }

  function saveAttributes(attributes: DefaultAttributes | undefined): void {
    work.start(
      'Saving',
      async () => {
        await services.profile.update((current) => withAttributes(current, name, attributes));
        if (attributes === undefined) return `Nothing is sent to ${name} by default any more.`;
        const { table: _, ...columns } = attributes;
        return `${name} is sent ${attributesInWords(columns)} by default.`;
      },
      onDone,
    );
  }

  function act(action: ManageAction): void {
    switch (action) {
      case 'edit':
        if (kind === 'segment') navigation.open({ id: kind, name }, (saved) => onDone(savedInWords(saved)));
        else navigation.open(editorOf(kind, name));
        return;
      case 'count':
        if (kind !== 'segment' && kind !== 'campaign') return;
        work.start('Counting', ({ signal }) => countPeople(services.delivery, kind, name, signal), onDone);
        return;
      case 'authorize':
        navigation.open({ id: 'credential', name, authorizeOnly: true });
        return;
      case 'check':
        navigation.open({ id: 'check', destination: name });
        return;
      case 'preview':
        navigation.open({ id: 'preview', orchestration: name });
        return;
      case 'run':
        navigation.open({ id: 'review', orchestration: name });
        return;
      case 'duplicate':
        duplicate();
        return;
      case 'rename':
      case 'promote':
      case 'attributes':
      case 'remove':
        setMode(action);
        return;
    }
  }

  return (
    <Saving task={work} onRetry={work.cancel}>
      {mode === 'actions' ? (
        <Choice label={name} items={actionsFor(kind, { isPromotable, hasAttributes })} onChoose={act} />
      ) : null}
      {mode === 'rename' ? (
        <TextField
          label={`What should ${name} be called?`}
          note={
            kind === 'campaign'
              ? 'Careful: under another name people come into other groups.'
              : 'Everything that uses it follows.'
          }
          initialValue={name}
          validate={(newName) =>
            newName === name ? undefined : checkNewName(newName, namesOf(profile, kind))
          }
          onSubmit={(newName) => (newName === name ? setMode('actions') : rename(newName))}
        />
      ) : null}
      {mode === 'promote' ? (
        <PromotePage
          destination={name}
          profile={profile}
          navigation={navigation}
          onPromote={promote}
          onBack={() => setMode('actions')}
        />
      ) : null}
      {mode === 'attributes' ? (
        <AttributesPage
          destination={name}
          profile={profile}
          onSave={saveAttributes}
          onBack={() => setMode('actions')}
        />
      ) : null}
      {mode === 'remove' ? (
        <RemovePage
          reference={reference}
          profile={profile}
          onRemove={(remove) => work.start('Removing', remove, onDone)}
          onKeep={() => setMode('actions')}
        />
      ) : null}
    </Saving>
  );
}

/** Two campaigns that fill the same audiences would take turns in emptying them. */
function duplicatedInWords(kind: EntityReference['kind'], name: string, copy: string): string {
  if (kind !== 'campaign') return `Saved as ${copy}.`;
  return `Saved as ${copy}. It fills the audiences of ${name} until you give it others.`;
}
