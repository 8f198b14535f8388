import { type ReactNode, useState } from 'react';
import { removeEntity } from '../../../core/profiles/edit.ts';
import { dependentsOf, describeEntities, type EntityReference } from '../../../core/profiles/entities.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { forgetScheduled } from '../../../wizard/journeys/common/scheduler-entries.ts';
import { Choice } from '../../components/choice.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Message } from '../../components/message.tsx';
import { TypedConfirm } from '../../components/typed-confirm.tsx';
import { useServices } from '../../navigation/services-context.ts';

export interface RemovePageProps {
  readonly reference: EntityReference;
  readonly profile: Profile;
  /** Gets the work of removing; it resolves to a sentence about what was done. */
  readonly onRemove: (remove: () => Promise<string>) => void;
  readonly onKeep: () => void;
}

/** Asks before something goes: by its name where other things go with it. */
export function RemovePage(props: RemovePageProps): ReactNode {
  const { reference, profile, onRemove, onKeep } = props;
  const services = useServices();
  const [revoke, setRevoke] = useState<boolean | undefined>(undefined);
  const { kind, name } = reference;
  const dependents = dependentsOf(profile, reference);

  if (kind === 'credential' && revoke === undefined) {
    return (
      <Choice
        label={`What happens to the access of ${name}?`}
        items={[
          { id: 'revoke', label: 'Revoke it at TikTok', description: 'The token works nowhere any more.' },
          {
            id: 'keep',
            label: 'Remove it from this machine only',
            description: 'The token still works where else it is used.',
          },
        ]}
        rows={6}
        onChoose={(id) => setRevoke(id === 'revoke')}
      />
    );
  }

  function remove(): void {
    onRemove(async () => {
      if (kind === 'credential') {
        await services.credentials.remove(name, { revoke: revoke === true, withDependents: true });
      } else {
        await services.profile.update(
          (current) => removeEntity(current, reference, { withDependents: true }).profile,
        );
      }
      const done = revoke === true ? `${name} is removed, its access revoked.` : `${name} is removed.`;
      return `${done}${await forgetScheduled(services.schedules, [reference, ...dependents])}`;
    });
  }

  if (dependents.length === 0) {
    return (
      <Confirm
        question={`Remove ${name}?`}
        yes="Remove it"
        no="Keep it"
        initial="no"
        onAnswer={(isYes) => (isYes ? remove() : onKeep())}
      />
    );
  }
  return (
    <>
      <Message
        kind="warning"
        text={`These can’t work without it and are removed as well: ${describeEntities(dependents)}.`}
      />
      <TypedConfirm
        question={`Remove ${name} and all of these?`}
        name={name}
        confirmHint="remove"
        onConfirm={remove}
      />
    </>
  );
}
