import { type ReactNode, useEffect, useRef } from 'react';
import type { CampaignSizes } from '../../../core/campaigns/measure-campaign.ts';
import { KnownError } from '../../../core/errors.ts';
import type { Profile, Segment } from '../../../core/profiles/schema.ts';
import { findColumn } from '../../../core/segments/compile-filter.ts';
import { findSegmentTree, type SegmentTree } from '../../../core/segments/segment-tree.ts';
import { formatAmount, formatCount } from '../../../core/wording.ts';
import { withSegments } from '../../../wizard/journeys/campaign/campaign-answers.ts';
import { leftOutBy } from '../../../wizard/journeys/campaign/sizes.ts';
import type { Services } from '../../../wizard/services.ts';
import { Choice } from '../../components/choice.tsx';
import type { ChoiceItem } from '../../components/choice-row.tsx';
import { MultiChoice } from '../../components/multi-choice.tsx';
import { useBodySize } from '../../hooks/use-body-size.ts';
import { useKeys } from '../../hooks/use-keys.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useTask } from '../common/use-task.ts';
import { useRowCounts } from '../segment/use-row-counts.ts';
import { columnsOf } from './load-fields.ts';
import type { CampaignPageProps } from './page-props.ts';
import { SizesLine, sizesRows } from './sizes-line.tsx';

/** Which segments are in. */
export function IncludePage({ answers, note, answer, navigation, profile }: CampaignPageProps): ReactNode {
  const notes = useRowCounts(profile.segments);
  const create = (): void =>
    navigation.open({ id: 'segment' }, ({ kind, name }) => {
      if (kind === 'segment') note(withSegments(answers, [...answers.include, name]));
    });
  useKeys({ level: 'screen', bindings: [{ keys: ['ctrl+o'], hint: 'new segment', run: create }] });
  if (profile.segments.length === 0) {
    return (
      <Choice
        label="There is no segment yet"
        items={[
          {
            id: 'create',
            label: 'Set up a segment',
            description: 'The people of a file who fit some conditions. You come back here with it.',
          },
        ]}
        onChoose={create}
      />
    );
  }
  return (
    <MultiChoice
      // A new segment comes with its mark.
      key={profile.segments.length}
      label="Which segments are in?"
      items={profile.segments.map(({ name, description }) => ({
        id: name,
        label: name,
        note: notes.get(name),
        description: description ?? 'Whoever is in several segments counts once.',
      }))}
      initialIds={answers.include}
      onChange={(names) => note(withSegments(answers, names))}
      onSubmit={(names) => answer(withSegments(answers, names))}
    />
  );
}

/** A segment that could be left out: what is known of it. */
interface Candidate {
  readonly name: string;
  /** Why it can't be used. */
  readonly problem: string | undefined;
}

interface Looked {
  readonly candidates: readonly Candidate[];
  /** The included segments against all candidates. */
  readonly sizes: CampaignSizes;
}

/** Whose people are left out, whatever else they are in. */
export function ExcludePage(props: CampaignPageProps): ReactNode {
  const { answers, note, answer, navigation, profile, sizes } = props;
  const { rows } = useBodySize();
  const create = (): void =>
    navigation.open({ id: 'segment' }, ({ kind, name }) => {
      if (kind === 'segment') note({ exclude: [...answers.exclude, name] });
    });
  useKeys({ level: 'screen', bindings: [{ keys: ['ctrl+o'], hint: 'new segment', run: create }] });
  const others = profile.segments.filter(({ name }) => !answers.include.includes(name));
  const looked = useCandidates(others, answers, profile);
  if (others.length === 0) {
    return (
      <Choice
        label="Is somebody left out?"
        items={[
          { id: 'none', label: 'Nobody is left out', description: 'Every segment there is is in.' },
          {
            id: 'create',
            label: 'Set up a segment of those who are',
            description: 'Such as those who returned something. You come back here with it.',
          },
        ]}
        onChoose={(id) => (id === 'create' ? create() : answer({ exclude: [] }))}
      />
    );
  }
  return (
    <>
      <SizesLine live={sizes} />
      <MultiChoice
        // A new segment comes with its mark.
        key={profile.segments.length}
        label="Whose people are left out?"
        items={others.map((segment) =>
          candidateItem(segment, looked, answers.exclude.includes(segment.name)),
        )}
        initialIds={answers.exclude}
        atLeast={0}
        rows={rows - sizesRows(rows)}
        submitHint={answers.exclude.length === 0 ? 'leave out nobody' : 'continue'}
        onChange={(exclude) => note({ exclude })}
        onSubmit={(exclude) => answer({ exclude })}
      />
    </>
  );
}

function candidateItem(
  { name, description }: Segment,
  looked: Looked | undefined,
  isMarked: boolean,
): ChoiceItem {
  const problem = looked?.candidates.find((candidate) => candidate.name === name)?.problem;
  const size = looked?.sizes.segments.find((each) => each.name === name && !each.included)?.people;
  const shared = looked === undefined ? undefined : leftOutBy(looked.sizes, name);
  const people = size === undefined ? undefined : formatAmount(size, 'person', 'people');
  return {
    id: name,
    label: name,
    note:
      people === undefined || shared === undefined ? people : `${people}, ${formatCount(shared)} of them in`,
    description: problem ?? description ?? 'Space marks it: none of its people is sent.',
    // One that is marked can still be taken out.
    ...(problem === undefined || isMarked ? {} : { disabledBecause: problem }),
  };
}

/** Looks whether each has the key, and how many people it shares with the campaign. */
function useCandidates(
  others: readonly Segment[],
  { key, include }: CampaignPageProps['answers'],
  profile: Profile,
): Looked | undefined {
  const { sources, delivery } = useServices();
  const { state, start } = useTask<Looked>();
  const asked = others.length === 0 ? undefined : JSON.stringify([others, include, key]);
  const newest = useRef({ others, include, profile });
  newest.current = { others, include, profile };
  useEffect(() => {
    if (asked === undefined) return;
    const now = newest.current;
    start('Looking at the segments', async ({ signal }) => {
      const trees = (names: readonly string[]) =>
        names.flatMap((name) => findSegmentTree(now.profile, name) ?? []);
      const candidates: Candidate[] = [];
      const usable: SegmentTree[] = [];
      for (const tree of trees(now.others.map(({ name }) => name))) {
        const problem = await lacks(sources, tree, key, signal);
        candidates.push({ name: tree.name, problem });
        if (problem === undefined) usable.push(tree);
      }
      const included = trees(now.include);
      const people = { name: 'looking', key, include: included, exclude: usable, groups: [] };
      return { candidates, sizes: await delivery.measureCampaign(people, { signal }) };
    });
  }, [sources, delivery, start, asked, key]);
  return state.status === 'done' ? state.value : undefined;
}

/** Why people of the segment can't be found by the key. */
async function lacks(
  sources: Services['sources'],
  tree: SegmentTree,
  key: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const fields = await columnsOf(sources, tree, signal);
    return findColumn(fields, key) === undefined
      ? `It has no column ${key}, so nobody of it can be found in the others.`
      : undefined;
  } catch (error) {
    if (error instanceof KnownError) return `It can’t be read: ${error.message}`;
    throw error;
  }
}
