import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { AudienceView } from '../../../wizard/journeys/audiences/audience-view.ts';
import { AUDIENCE_TIPS, audienceFacts } from '../../../wizard/journeys/audiences/audience-words.ts';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';

export interface DetailsPageProps {
  readonly view: AudienceView;
  /** What can be done with it. */
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** Everything TikTok and this machine tell of one audience. */
export function DetailsPage({ view, onNext, onBack }: DetailsPageProps): ReactNode {
  const { copy } = useServices();
  const { symbols } = useTheme();
  const [isCopied, setCopied] = useState(false);
  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['enter'], hint: 'what next', run: onNext },
      {
        keys: ['ctrl+y'],
        hint: isCopied ? 'copied' : 'copy the id',
        run: () => {
          copy(view.info.id);
          setCopied(true);
        },
      },
      { keys: ['escape'], hint: 'back to the list', run: onBack },
    ],
  });
  return (
    <ScrollView>
      <Toned isBold>{visible(view.name)}</Toned>
      {audienceFacts(view).map(({ label, text }) => (
        <Toned key={label}>
          <Toned tone="muted">{`${label}: `}</Toned>
          {visible(text)}
        </Toned>
      ))}
      <Box marginTop={1} flexDirection="column" flexShrink={0}>
        {AUDIENCE_TIPS.map((tip) => (
          <Toned key={tip}>{`${symbols.info} ${tip}`}</Toned>
        ))}
      </Box>
    </ScrollView>
  );
}
