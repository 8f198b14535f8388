import { Box } from 'ink';
import { type ReactNode, useCallback, useEffect } from 'react';
import type { AudienceReference } from '../../../core/delivery/events.ts';
import { KnownError } from '../../../core/errors.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { formatAmount, formatDuration } from '../../../core/wording.ts';
import type { AdAccount } from '../../../wizard/audience-service.ts';
import {
  reduceWatch,
  secondsToNextLook,
  startWatch,
  watchSentence,
} from '../../../wizard/journeys/delivery/watch-state.ts';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useLiveReducer } from '../../hooks/use-live-reducer.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { ErrorMessage } from '../common/failure.tsx';
import { useBug } from '../run/use-bug.ts';
import { useNow } from '../run/use-now.ts';

export interface WatchPageProps {
  readonly audience: AudienceReference;
  /** Whom to ask about it, by what is set up at that moment. */
  readonly find: (profile: Profile) => AdAccount;
  readonly onBack: () => void;
}

/** Looks at the audience again and again, and notes when it becomes usable. */
export function WatchPage({ audience, find, onBack }: WatchPageProps): ReactNode {
  const services = useServices();
  const throwBug = useBug();
  const [state, dispatch, read] = useLiveReducer(reduceWatch, startWatch);
  const now = useNow(true);
  const audienceId = audience.id ?? '';

  const look = useCallback((): void => {
    if (read().isLooking) return;
    dispatch({ type: 'look' });
    const ask = async () => {
      const { credential, advertiserId } = find(services.profile.load());
      return await services.credentials.audiences(credential, advertiserId);
    };
    ask().then(
      (audiences) => dispatch({ type: 'seen', audiences, audienceId, at: Date.now() }),
      (error: unknown) => {
        if (error instanceof KnownError) dispatch({ type: 'failed', problem: error, at: Date.now() });
        else throwBug(error);
      },
    );
  }, [services, find, audienceId, dispatch, read, throwBug]);

  const seconds = secondsToNextLook(state, now);
  const isDue = seconds === 0 || state.lastLook === undefined;
  useEffect(() => {
    if (isDue) look();
  }, [isDue, look]);

  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['r', 'enter'], hint: 'look now', isEnabled: !state.isLooking, run: look },
      { keys: ['escape'], hint: 'back', run: onBack },
    ],
  });
  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <Toned isBold>{`${visible(audience.name)} (${audienceId})`}</Toned>
      <Toned tone={state.usableSince === undefined ? 'plain' : 'success'}>
        {visible(watchSentence(state))}
      </Toned>
      {state.problem === undefined ? null : <ErrorMessage error={state.problem} />}
      <Toned tone="muted">
        {`${formatAmount(state.looks, 'look')} so far. `}
        {seconds === undefined ? 'Looking now.' : `The next in ${formatDuration(Math.ceil(seconds))}.`}
      </Toned>
      <Toned tone="muted">You can leave: TikTok goes on by itself.</Toned>
    </Box>
  );
}
