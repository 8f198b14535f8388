import { Box } from 'ink';
import { type ReactNode, useState } from 'react';
import type { Advertiser } from '../../../core/ports/tiktok.ts';
import { formatAmount } from '../../../core/wording.ts';
import type { TokenView } from '../../../wizard/credential-service.ts';
import {
  roleAdvice,
  roleName,
  standingOf,
  statusName,
} from '../../../wizard/journeys/credential/standing.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { Message } from '../../components/message.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Table } from '../../components/table.tsx';
import type { TableColumn } from '../../components/table-layout.ts';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useDimensions } from '../../hooks/use-dimensions.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';
import type { CredentialPageProps } from './page-props.ts';

const COLUMNS: readonly TableColumn[] = [
  { id: 'name', title: 'Advertiser', minColumns: 16 },
  // An id is of use only when it is whole.
  { id: 'id', title: 'Id', minColumns: 19 },
  { id: 'status', title: 'Status', minColumns: 8 },
  { id: 'currency', title: 'Money' },
  { id: 'timeZone', title: 'Time zone', minColumns: 10 },
  { id: 'role', title: 'Your role', minColumns: 9 },
];

/** The ways on, their label and what is told about them. */
const CHOICE_ROWS = 6;
/** A message with its hint, which may need two rows. */
const MESSAGE_ROWS = 3;
/** Who it is, the head of the table, and how many more there are. */
const OTHER_ROWS = 4;

interface AccessViewProps extends CredentialPageProps {
  readonly view: TokenView;
}

/** Who authorized, which advertisers that reaches, and whether the role is enough. */
export function AccessView({ view, answer, note }: AccessViewProps): ReactNode {
  const { rows } = useBodySize();
  const { isNarrow, isReadAloud } = useDimensions();
  const [isListing, setListing] = useState(false);
  const { advertisers, advertisersProblem } = view;
  const advice = roleAdvice(advertisers);
  const isRefused = advice?.kind === 'error';
  const messages = [advice, advertisersProblem].filter((each) => each !== undefined).length;
  const room = Math.max(1, rows - CHOICE_ROWS - OTHER_ROWS - messages * MESSAGE_ROWS);
  const shown = isReadAloud ? advertisers : advertisers.slice(0, room);
  if (isListing) return <EveryAdvertiser advertisers={advertisers} onClose={() => setListing(false)} />;
  const items: readonly ChoiceItem<'continue' | 'again' | 'all'>[] = [
    {
      id: 'continue',
      label: 'Continue',
      description: isRefused ? 'Nothing can be delivered with this access.' : 'Goes on with this access.',
    },
    {
      id: 'again',
      label: 'Authorize again',
      description: 'As someone else, or with another token.',
    },
    ...(advertisers.length === 0 ? [] : [{ id: 'all' as const, label: 'See every advertiser' }]),
  ];

  function choose(id: 'continue' | 'again' | 'all'): void {
    if (id === 'continue') answer({});
    else if (id === 'again') note({ view: undefined, accessToken: '' });
    else setListing(true);
  }

  return (
    <Box flexDirection="column" flexShrink={0}>
      <Message
        kind="success"
        text={`TikTok accepts it: ${visible(view.user ?? 'name not told')}, ${formatAmount(advertisers.length, 'advertiser')}.`}
      />
      {advertisersProblem === undefined ? null : (
        <Message
          kind="warning"
          text={`The advertisers can’t be listed: ${advertisersProblem}`}
          hint="You can type their ids."
        />
      )}
      {isNarrow ? <Lines advertisers={shown} /> : <AdvertiserTable advertisers={shown} />}
      {advertisers.length > shown.length ? (
        <Toned tone="muted">and {advertisers.length - shown.length} more</Toned>
      ) : null}
      {advice === undefined ? null : <Message kind={advice.kind} text={advice.text} hint={advice.hint} />}
      <Choice
        label="What now?"
        items={items}
        initialId={isRefused ? 'again' : 'continue'}
        rows={CHOICE_ROWS}
        onChoose={choose}
      />
    </Box>
  );
}

function AdvertiserTable({ advertisers }: { readonly advertisers: readonly Advertiser[] }): ReactNode {
  if (advertisers.length === 0) return null;
  return (
    <Table
      columns={COLUMNS}
      rows={advertisers.map(({ id, name, status, currency, timeZone, role }) => [
        name,
        id,
        statusName(status),
        currency ?? 'unknown',
        timeZone ?? 'unknown',
        roleName(role),
      ])}
    />
  );
}

/** For narrow windows: one advertiser a line. */
function Lines({ advertisers }: { readonly advertisers: readonly Advertiser[] }): ReactNode {
  const { symbols } = useTheme();
  return advertisers.map((advertiser) => (
    <Toned key={advertiser.id} wrap="truncate-end">
      {standingOf(advertiser) === 'refused' ? symbols.danger : symbols.info} {roleName(advertiser.role)}{' '}
      {symbols.dot} {visible(advertiser.name === '' ? advertiser.id : advertiser.name)}
    </Toned>
  ));
}

interface EveryAdvertiserProps {
  readonly advertisers: readonly Advertiser[];
  readonly onClose: () => void;
}

/** All of them with everything that is known, however many there are. */
function EveryAdvertiser({ advertisers, onClose }: EveryAdvertiserProps): ReactNode {
  useKeys({
    level: 'field',
    bindings: [{ keys: ['escape', 'enter', 'q'], hint: 'close', run: onClose }],
  });
  return (
    <ScrollView>
      {advertisers.map(({ id, name, status, currency, timeZone, role }) => (
        <Box key={id} flexDirection="column" marginBottom={1}>
          <Toned>
            <Toned isBold>{visible(name)}</Toned> {id}
          </Toned>
          <Toned>
            {[statusName(status), currency, timeZone, `your role: ${roleName(role)}`]
              .filter((part) => part !== undefined)
              .join(', ')}
          </Toned>
        </Box>
      ))}
    </ScrollView>
  );
}
