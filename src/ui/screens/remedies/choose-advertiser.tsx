import { type ReactNode, useEffect } from 'react';
import type { TokenView } from '../../../wizard/credential-service.ts';
import { advertiserItems } from '../../../wizard/journeys/destination/advertisers.ts';
import { Choice } from '../../components/choice.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';

export interface ChooseAdvertiserProps {
  readonly credential: string;
  readonly current: readonly string[];
  readonly onChoose: (advertiserId: string) => void;
  /** The id has to be typed, which the destination's own form does. */
  readonly onType: () => void;
  readonly onCancel: () => void;
}

/** The advertiser accounts that the credential reaches, to pick one. */
export function ChooseAdvertiser(props: ChooseAdvertiserProps): ReactNode {
  const { credential, current, onChoose, onType, onCancel } = props;
  const services = useServices();
  const { state, start } = useTask<TokenView>();
  useEffect(() => {
    start('Asking TikTok for your advertisers', ({ onWait }) =>
      services.credentials.inspect(credential, onWait),
    );
  }, [start, services, credential]);
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onCancel }] });

  const ways = [
    { id: 'type', label: 'Type the advertiser id' },
    { id: 'back', label: 'Back' },
  ] as const;
  const onWay = (id: (typeof ways)[number]['id']): void => (id === 'type' ? onType() : onCancel());
  switch (state.status) {
    case 'idle':
    case 'running':
      return (
        <Working
          label={state.status === 'running' ? state.label : 'Asking TikTok for your advertisers'}
          wait={state.status === 'running' ? state.wait : undefined}
          onCancel={onCancel}
        />
      );
    case 'failed':
      return <Failure error={state.error} items={ways} onChoose={onWay} />;
    case 'done': {
      const { advertisers, advertisersProblem } = state.value;
      if (advertisers.length === 0) {
        return (
          <Choice
            label={advertisersProblem ?? 'This credential reaches no advertiser.'}
            items={ways}
            onChoose={onWay}
          />
        );
      }
      const items = advertiserItems(advertisers).map((item) =>
        current.includes(item.id) ? { ...item, note: `${item.note}, in use` } : item,
      );
      return <Choice label="Which advertiser?" items={items} isFilterable onChoose={onChoose} />;
    }
  }
}
