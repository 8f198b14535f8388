import { Box } from 'ink';
import { type ReactNode, useRef } from 'react';
import type { AudienceView } from '../../../wizard/journeys/audiences/audience-view.ts';
import { ledgerInWords } from '../../../wizard/journeys/audiences/audience-words.ts';
import { TextField, type Validation } from '../../components/text-field.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { problemOf } from '../common/problem-text.ts';

export interface LedgerPageProps {
  readonly view: AudienceView;
  /** The ledger is here; the sentence says what is in it. */
  readonly onTaken: (said: string) => void;
  readonly onBack: () => void;
}

/** Takes over the ledger that another machine has of this audience. */
export function LedgerPage({ view, onTaken, onBack }: LedgerPageProps): ReactNode {
  const { ledgers } = useServices();
  const said = useRef('');
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: onBack }] });

  /** Taking it over is the check: what the file has against it is told below the field. */
  async function take(path: string): Promise<Validation> {
    if (path === '') return 'A file name is needed.';
    return await problemOf(async () => {
      said.current = ledgerInWords(await ledgers.import(view.info.id, path, { replace: false }));
    });
  }

  return (
    <Box flexDirection="column" flexShrink={0} rowGap={1}>
      <Toned>
        The machine that filled the audience writes its ledger with tada ledger export; with it a run here
        sends only the difference. From then on let one of them deliver.
      </Toned>
      <TextField
        label="Which file is it?"
        placeholder="vip.ledger"
        submitHint="take it over"
        validate={take}
        onSubmit={() => onTaken(said.current)}
      />
    </Box>
  );
}
