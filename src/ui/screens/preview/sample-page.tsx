import { Box } from 'ink';
import type { ReactNode } from 'react';
import { REJECT_SENTENCES } from '../../../core/identifiers/reasons.ts';
import type { IdentifierRules } from '../../../core/identifiers/types.ts';
import type { AnyPreview } from '../../../wizard/journeys/delivery/any-preview.ts';
import { Toned } from '../../components/toned.tsx';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';

export interface SamplePageProps {
  readonly sample: AnyPreview['sample'];
  readonly isUnmasked: boolean;
  /** How phone numbers are hashed; undefined where none are sent. */
  readonly phoneRule: IdentifierRules['phoneRule'] | undefined;
}

/** Rows side by side as read and as normalised, with the hash that would be sent below. */
export function SamplePage({ sample, isUnmasked, phoneRule }: SamplePageProps): ReactNode {
  const { symbols } = useTheme();
  return (
    <Box flexDirection="column" flexShrink={0}>
      {isUnmasked ? (
        <Toned tone="warning" isBold>
          {symbols.warning} Shown as they are; masked again when you leave this page.
        </Toned>
      ) : (
        <Toned tone="muted">As read → as hashed, masked. The hash is what TikTok gets.</Toned>
      )}
      {phoneRule === undefined ? null : (
        <Toned tone="muted">
          {phoneRule === 'plus'
            ? 'Phones: the number with its + is hashed, as in +14155550123.'
            : 'Phones: the digits alone are hashed, as in 14155550123.'}
        </Toned>
      )}
      {sample.length === 0 ? <Toned>The query gives no rows.</Toned> : null}
      {sample.map(({ row, values }) => (
        <Box key={row} flexDirection="column" flexShrink={0}>
          {values.map((value) => (
            <Value key={`${value.type} ${value.column}`} row={row} value={value} />
          ))}
        </Box>
      ))}
    </Box>
  );
}

type SampleValue = AnyPreview['sample'][number]['values'][number];

function Value({ row, value }: { readonly row: number; readonly value: SampleValue }): ReactNode {
  const { symbols } = useTheme();
  const { type, read, normalised, hash, reason } = value;
  const isEmpty = read === null || read === '';
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Toned>
        <Toned isBold>{`${row} ${type}`}</Toned>
        {`  ${isEmpty ? '(empty)' : visible(read)}`}
        {normalised === null ? '' : ` → ${visible(normalised)}`}
      </Toned>
      <Box paddingLeft={2}>
        {hash !== null ? (
          <Toned tone="muted">{normalised === null ? `${hash} (came hashed)` : hash}</Toned>
        ) : isEmpty ? null : (
          <Toned tone="warning">
            {symbols.warning} Not sent: {reason === null ? 'it can’t be used.' : REJECT_SENTENCES[reason]}
          </Toned>
        )}
      </Box>
    </Box>
  );
}
