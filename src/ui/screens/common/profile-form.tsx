import type { ReactNode } from 'react';
import type { Profile } from '../../../core/profiles/schema.ts';
import type { GuidedStep } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from './environment-of.ts';
import { FormFrame } from './form-frame.tsx';
import { Saving } from './saving.tsx';
import type { OpenForm } from './use-form.ts';
import { useTask } from './use-task.ts';

export interface ProfileFormProps<Entity extends { readonly name: string }> {
  readonly form: Pick<OpenForm<string, unknown>, 'progress' | 'back' | 'forget'>;
  /** What is being set up, such as "Destination". */
  readonly subject: string;
  readonly help: readonly string[];
  readonly guided: GuidedStep | undefined;
  /** Name of the credential whose environment is shown. */
  readonly credential: string | undefined;
  /** What the newest answers make. */
  readonly make: () => Entity;
  readonly put: (profile: Profile, entity: Entity) => Profile;
  readonly onSaved: (name: string) => void;
  /** The page on the screen; it is given what saves the answers. */
  readonly children: (save: () => void) => ReactNode;
}

/** A form whose answers become one thing of the profile, and nothing else. */
export function ProfileForm<Entity extends { readonly name: string }>(
  props: ProfileFormProps<Entity>,
): ReactNode {
  const { form, subject, help, guided, credential, make, put, onSaved, children } = props;
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();

  function save(): void {
    const entity = make();
    saving.start(
      'Saving',
      () => services.profile.update((current) => put(current, entity)),
      () => {
        form.forget();
        onSaved(entity.name);
      },
    );
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, credential)}
      subject={subject}
      progress={form.progress}
      guided={guided}
      help={help}
      onBack={form.back}
    >
      <Saving task={saving} onRetry={save}>
        {children(save)}
      </Saving>
    </FormFrame>
  );
}
