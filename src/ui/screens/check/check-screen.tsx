import { Box } from 'ink';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { CheckReport } from '../../../core/delivery/health-check.ts';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Fault } from '../../../core/remedies/faults.ts';
import { Screen } from '../../components/screen.tsx';
import { ScrollView } from '../../components/scroll-view.tsx';
import { Toned } from '../../components/toned.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { Navigation, ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { visible } from '../../text/visible.ts';
import { useTheme } from '../../theme.ts';
import { environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { RemedyPage } from '../remedies/remedy-page.tsx';

const HELP = [
  'Asks TikTok about everything a delivery needs, and changes nothing: whether it answers, whether the token is accepted, whether the ad account is there and enabled, and which role the person has who authorized.',
] as const;

/** The health of a destination, line by line, and what can be done about what isn't right. */
export function CheckScreen({ screen, navigation }: ScreenProps<'check'>): ReactNode {
  const { destination } = screen;
  const services = useServices();
  const { state, start } = useTask<CheckReport>();
  const check = useCallback(
    () => start(`Checking “${destination}”`, ({ onWait }) => services.delivery.check(destination, onWait)),
    [start, services, destination],
  );
  useEffect(check, [check]);
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back', run: navigation.back }] });

  const { profile } = useProfile();
  const credential = findEntity(profile, 'destination', destination)?.credential;
  return (
    <Screen
      environment={environmentOf(services, profile, credential)}
      subject={`Check of ${destination}`}
      help={HELP}
    >
      {state.status === 'failed' ? (
        <Failure
          error={state.error}
          items={[
            { id: 'again', label: 'Check again' },
            { id: 'destination', label: 'Change the destination' },
          ]}
          onChoose={(id) =>
            id === 'again' ? check() : navigation.open({ id: 'destination', name: destination }, check)
          }
        />
      ) : state.status === 'done' ? (
        <Report report={state.value} destination={destination} navigation={navigation} onAgain={check} />
      ) : (
        <Working
          label={state.status === 'running' ? state.label : 'Checking'}
          wait={state.status === 'running' ? state.wait : undefined}
          onCancel={navigation.back}
        />
      )}
    </Screen>
  );
}

interface ReportProps {
  readonly report: CheckReport;
  readonly destination: string;
  readonly navigation: Navigation<'check'>;
  readonly onAgain: () => void;
}

function Report({ report, destination, navigation, onAgain }: ReportProps): ReactNode {
  const { symbols } = useTheme();
  const [resolving, setResolving] = useState<Fault | undefined>(undefined);
  const failed = report.checks.find(({ ok, fault }) => !ok && fault !== undefined);
  const fault = failed?.fault;
  useKeys(
    {
      level: 'screen',
      bindings: [
        {
          keys: ['enter'],
          hint: 'what can be done',
          isEnabled: fault !== undefined,
          run: () => setResolving(fault),
        },
        { keys: ['r'], hint: 'check again', run: onAgain },
      ],
    },
    resolving === undefined,
  );
  if (resolving !== undefined) {
    return (
      <RemedyPage
        fault={resolving}
        headline={`Check of “${destination}”:`}
        subject={{ destination }}
        runId={undefined}
        open={navigation.open}
        onResume={onAgain}
        onRestart={onAgain}
        onClose={onAgain}
      />
    );
  }
  return (
    <ScrollView>
      <Toned isBold tone={report.ok ? 'success' : 'danger'}>
        {report.ok
          ? `${symbols.success} ${isUnreadInPart(report) ? 'Nothing is wrong that could be checked.' : 'Everything a delivery needs is there.'}`
          : `${symbols.danger} Something is not right yet.`}
      </Toned>
      {numbered(report.checks).map(([key, { name, ok, detail, fault: own, warning }]) => (
        <Box key={key} flexDirection="column" flexShrink={0}>
          <Toned>
            <Toned tone={ok ? (warning === undefined ? 'success' : 'warning') : 'danger'}>
              {ok ? (warning === undefined ? symbols.success : symbols.warning) : symbols.danger} {name}
            </Toned>
            {`  ${visible(detail)}`}
          </Toned>
          {own === undefined || own.explanation === detail ? null : (
            <Box paddingLeft={2}>
              <Toned tone="muted">{visible(own.explanation)}</Toned>
            </Box>
          )}
        </Box>
      ))}
    </ScrollView>
  );
}

/** A token that may only report events leaves unread what else a delivery needs: nobody can say that it is there. */
function isUnreadInPart({ checks }: CheckReport): boolean {
  return checks.some(({ name, warning }) => name === 'scopes' && warning !== undefined);
}

/** Several lines may be about the same thing, one for each advertiser. */
function numbered<Item>(items: readonly Item[]): readonly (readonly [string, Item])[] {
  return items.map((item, index) => [`check ${index}`, item]);
}
