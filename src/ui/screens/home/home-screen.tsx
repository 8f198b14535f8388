import { Box } from 'ink';
import { type ReactNode, useEffect, useState } from 'react';
import { attempt, attemptOr, KnownError } from '../../../core/errors.ts';
import type { RunRecord } from '../../../core/ports/storage.ts';
import type { Profile } from '../../../core/profiles/schema.ts';
import { warnAboutTokens } from '../../../core/profiles/stale-tokens.ts';
import type { Services } from '../../../wizard/services.ts';
import { Choice } from '../../components/choice.tsx';
import { Message } from '../../components/message.tsx';
import { Screen } from '../../components/screen.tsx';
import { Toned } from '../../components/toned.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useLeave } from '../../hooks/use-leave.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { environmentOf } from '../common/environment-of.ts';
import { Failure } from '../common/failure.tsx';
import { useBug } from '../run/use-bug.ts';
import { BEGUN_PLACES, type HomeItem, homeMenu, manageMenu, newMenu } from './home-menu.ts';

type Menu = 'home' | 'manage' | 'send';

const LABELS: Readonly<Record<Menu, string>> = {
  home: 'What do you want to do?',
  manage: 'What do you want to change?',
  send: 'What do you want to send?',
};

const HELP = [
  'tada takes customers from your files and delivers them to TikTok Ads Manager as an audience; or what they did, as events.',
  'Nothing leaves this machine before you have seen what would be sent and said so.',
  'Enter chooses, Esc goes back, and what you typed is still there when you return.',
];

/** Where everything starts. */
export function HomeScreen({ navigation }: ScreenProps<'home'>): ReactNode {
  const services = useServices();
  const leave = useLeave();
  const { profile, problem, reload } = useProfile();
  const [menu, setMenu] = useState<Menu>('home');
  const { runs, problem: runsProblem } = listRuns(services);
  // Once: what was missed doesn't change with every key.
  const [scheduled] = useState(() => scheduleNotice(services));
  const notice =
    runsProblem === undefined
      ? (scheduled ?? tokenNotice(profile))
      : { text: `The runs can’t be listed: ${runsProblem.message}`, hint: runsProblem.hint };
  const incomplete = useIncomplete(services, profile);
  const begun = BEGUN_PLACES.filter((place) => services.drafts.read(place) !== undefined);
  const quit = (): void => leave({ exitCode: 0, lines: [] });

  useKeys({
    level: 'screen',
    bindings: [
      { keys: ['escape'], hint: 'back', isEnabled: menu !== 'home', run: () => setMenu('home') },
      { keys: ['q'], hint: 'quit', isEnabled: menu === 'home', run: quit },
    ],
  });

  const items: Readonly<Record<Menu, readonly HomeItem[]>> = {
    home: homeMenu(profile, runs, begun, incomplete),
    manage: manageMenu(profile),
    send: newMenu(profile, begun),
  };

  function choose(id: string): void {
    const action = items[menu].find((item) => item.id === id)?.action;
    switch (action?.type) {
      case 'open':
        navigation.open(action.screen);
        return;
      case 'campaign':
        navigation.open({ id: 'campaign' }, ({ name }) =>
          navigation.open({ id: 'preview', orchestration: name }),
        );
        return;
      case 'menu':
        setMenu(action.menu);
        return;
      case 'quit':
        quit();
        return;
      case undefined:
        return;
    }
  }

  const isFirstTime = profile.orchestrations.length === 0;
  return (
    <Screen environment={environmentOf(services, profile, undefined)} help={HELP}>
      {problem === undefined ? (
        <HomeBody isDemo={services.simulator !== undefined} isFirstTime={isFirstTime} notice={notice}>
          {(rows) => (
            <Choice key={menu} label={LABELS[menu]} items={items[menu]} rows={rows} onChoose={choose} />
          )}
        </HomeBody>
      ) : (
        <Failure
          error={problem}
          items={[
            { id: 'retry', label: 'Read it again', description: 'After the file was put right.' },
            { id: 'quit', label: 'Quit' },
          ]}
          onChoose={(id) => (id === 'retry' ? reload() : quit())}
        />
      )}
    </Screen>
  );
}

/**
 * The first credential whose token isn't where the profile says; undefined where there is none. The keyring isn't asked:
 * it may want a password, and a profile from another machine has no secrets in it.
 */
function useIncomplete({ credentials }: Services, profile: Profile): string | undefined {
  const [incomplete, setIncomplete] = useState<string | undefined>(undefined);
  const throwBug = useBug();
  useEffect(() => {
    let isCurrent = true;
    const asked = profile.credentials.filter(
      ({ accessToken }) => accessToken === undefined || !('keyring' in accessToken),
    );
    const declared = {
      credentials: asked.map(({ secret: _, ...credential }) => credential),
      queries: [],
      segments: [],
    };
    const tell = async () => {
      const [first] = await credentials.missingSecrets(declared);
      if (isCurrent) setIncomplete(first?.name);
    };
    tell().catch(throwBug);
    return () => {
      isCurrent = false;
    };
  }, [credentials, profile, throwBug]);
  return incomplete;
}

interface HomeBodyProps {
  readonly isDemo: boolean;
  readonly isFirstTime: boolean;
  readonly notice: Notice | undefined;
  readonly children: (rows: number) => ReactNode;
}

/** Something that went wrong while nobody was looking, or soon may, and what to do about it. */
interface Notice {
  readonly text: string;
  readonly hint: string;
  /** Only where there is room for it beside the menu. */
  readonly canWait?: boolean;
}

/** Rows of the greeting, with the empty one below it; small windows go without. */
const GREETING_ROWS = 3;
const NOTICE_ROWS = 3;
/** Columns a line of prose is read easily in. */
const READABLE = 60;
const ROOMY = 14;

function HomeBody({ isDemo, isFirstTime, notice, children }: HomeBodyProps): ReactNode {
  const { rows, columns } = useBodySize();
  const isGreeting = isFirstTime && rows >= ROOMY;
  const shown = notice?.canWait === true && rows < ROOMY ? undefined : notice;
  const room = rows - (isGreeting ? GREETING_ROWS : 0) - (shown === undefined ? 0 : NOTICE_ROWS);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {isGreeting ? (
        <Box height={GREETING_ROWS} width={Math.min(columns, READABLE)} flexShrink={0}>
          <Toned>
            {isDemo
              ? 'This is the demo: TikTok is played by a simulator, the customers are invented, and nothing leaves this machine.'
              : 'tada takes your customers from a file to TikTok Ads Manager. You see everything before it is sent.'}
          </Toned>
        </Box>
      ) : null}
      {shown === undefined ? null : (
        <Box flexDirection="column" maxHeight={NOTICE_ROWS} flexShrink={0} overflowY="hidden">
          <Message kind="warning" text={shown.text} hint={shown.hint} />
        </Box>
      )}
      {children(room)}
    </Box>
  );
}

interface ListedRuns {
  readonly runs: readonly RunRecord[];
  readonly problem: KnownError | undefined;
}

function listRuns({ runs }: Services): ListedRuns {
  const listed = attempt(() => runs.list().runs);
  return listed instanceof KnownError ? { runs: [], problem: listed } : { runs: listed, problem: undefined };
}

/** A profile that can't be read is told of in its own place. */
function scheduleNotice({ schedules }: Services): Notice | undefined {
  const [first, ...others] = attemptOr(() => schedules.attention(), []);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` And ${others.length} more.`;
  return { text: `${first}${more}`, hint: '“What runs by itself” tells more.' };
}

/** What works now and may not for long. */
function tokenNotice(profile: Profile): Notice | undefined {
  const [first] = warnAboutTokens(profile, Date.now());
  if (first === undefined) return undefined;
  return { text: first.message, hint: '“Find out what is wrong” asks TikTok now.', canWait: true };
}
