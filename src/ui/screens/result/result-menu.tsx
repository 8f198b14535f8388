import type { ReactNode } from 'react';
import type { GroupSummary, Summary } from '../../../core/delivery/events.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { useKeys } from '../../hooks/use-keys.ts';
import type { ScheduleOffer } from './schedule-offer.ts';

export type MenuId =
  | 'resume'
  | 'watch'
  | 'rejects'
  | 'preview'
  | 'promote'
  | 'schedule'
  | 'details'
  | 'home'
  | 'leave'
  | `group ${number}`;

export interface ResultMenuProps {
  readonly summary: Summary;
  /** Only a test audience, or test events. */
  readonly isRehearsal: boolean;
  /** False where what was run isn't set up any more, so that it can't be asked about or sent again. */
  readonly canRefresh?: boolean | undefined;
  /** The destination that was tried, where it may go to production now. */
  readonly promotable: string | undefined;
  /** Undefined where nothing can be started again. */
  readonly schedule: ScheduleOffer | undefined;
  readonly onBack: () => void;
  readonly onChoose: (id: MenuId) => void;
}

/** What can be done after a run, the likeliest first. */
export function ResultMenu(props: ResultMenuProps): ReactNode {
  const { summary, isRehearsal, canRefresh = true, promotable, schedule, onBack, onChoose } = props;
  useKeys({ level: 'screen', bindings: [{ keys: ['escape'], hint: 'back to the result', run: onBack }] });
  const isOver = summary.outcome === 'completed' || summary.outcome === 'alert';
  const items: (ChoiceItem<MenuId> & { readonly isThere: boolean })[] = [
    {
      id: 'resume',
      label: 'Go on where it stopped',
      description: 'What TikTok confirmed is not sent again.',
      isThere: !isOver,
    },
    {
      id: 'preview',
      label: 'Send the real thing: preview first',
      description: 'What was sent as a test stays where it is.',
      isThere: canRefresh && isOver && isRehearsal,
    },
    {
      id: 'promote',
      label: 'Promote to production…',
      description: 'The same settings with another credential; you see the difference first.',
      isThere: isOver && promotable !== undefined,
    },
    {
      id: 'watch',
      label: 'Watch the audience’s size and state',
      description: 'TikTok may need up to 48 hours.',
      isThere: canRefresh && summary.audience?.id !== undefined,
    },
    {
      id: 'rejects',
      label: 'Save the list of what can’t be used',
      description: 'Row, column and reason; never the value.',
      // Of a campaign each audience's run has its own.
      isThere: summary.rows.rejected > 0 && summary.groups === undefined,
    },
    {
      id: 'preview',
      label: 'Refresh: preview and send again',
      description: 'Only the difference is sent.',
      isThere: canRefresh && !isRehearsal,
    },
    {
      id: 'schedule',
      label: schedule?.label ?? '',
      description: schedule?.description,
      disabledBecause: schedule?.disabledBecause,
      isThere: isOver && !isRehearsal && schedule !== undefined,
    },
    {
      id: 'details',
      label: 'Details of this run',
      description:
        summary.groups === undefined
          ? 'Tasks, requests and their ids.'
          : 'And of each group: requests, values that can’t be used, taking it back.',
      isThere: true,
    },
    ...groupItems(summary.groups ?? []),
    { id: 'home', label: 'Back to the start', isThere: true },
    { id: 'leave', label: 'Leave tada', isThere: true },
  ];
  return (
    <Choice
      label="What next?"
      items={items.filter(({ isThere }) => isThere).map(({ isThere: _, ...item }) => item)}
      onChoose={onChoose}
    />
  );
}

/** Every group's audience can be watched; one that several share is in the list already. */
function groupItems(groups: readonly GroupSummary[]) {
  const ids = groups.map(({ audience }) => audience?.id);
  return groups.flatMap(({ name, audience }, index) => {
    const isShared = ids.indexOf(audience?.id) !== ids.lastIndexOf(audience?.id);
    if (audience?.id === undefined || isShared) return [];
    return [
      {
        id: `group ${index}` as const,
        label: `Watch the audience of ${name}`,
        description: 'Its size and state. TikTok may need up to 48 hours.',
        isThere: true,
      },
    ];
  });
}
