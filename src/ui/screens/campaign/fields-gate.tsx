import { type ReactNode, useEffect, useRef, useState } from 'react';
import { findSegmentTree } from '../../../core/segments/segment-tree.ts';
import type { SegmentField } from '../../../wizard/journeys/segment/fields.ts';
import { useServices } from '../../navigation/services-context.ts';
import { Failure } from '../common/failure.tsx';
import { useTask } from '../common/use-task.ts';
import { Working } from '../common/working.tsx';
import { loadFields } from './load-fields.ts';
import type { CampaignPageProps } from './page-props.ts';

const READING = 'Reading the fields';

export interface FieldsGateProps
  extends Pick<CampaignPageProps, 'answers' | 'note' | 'profile' | 'navigation'> {
  readonly onBack: () => void;
  readonly children: (fields: readonly SegmentField[]) => ReactNode;
}

/** Looks at the segments' data first; what comes then knows their fields. */
export function FieldsGate(props: FieldsGateProps): ReactNode {
  const { answers, note, profile, navigation, onBack, children } = props;
  const { sources } = useServices();
  const { state, start } = useTask<readonly SegmentField[]>();
  const [attempt, setAttempt] = useState(1);
  const { include, fields } = answers;
  const isKnown = fields !== undefined;
  // Read when the work begins: the profile is another object after each look at it.
  const newest = useRef({ note, profile });
  newest.current = { note, profile };

  useEffect(() => {
    if (isKnown) return;
    const segments = include.flatMap((name) => findSegmentTree(newest.current.profile, name) ?? []);
    start(
      attempt === 1 ? READING : `${READING} again`,
      ({ signal }) => loadFields(sources, segments, signal),
      (found) => newest.current.note({ fields: found }),
    );
  }, [sources, include, isKnown, attempt, start]);

  if (fields !== undefined) return children(fields);
  if (state.status !== 'failed') return <Working label={READING} onCancel={onBack} />;
  return (
    <Failure
      error={state.error}
      items={[
        { id: 'retry', label: 'Try again', description: 'After the file was put right.' },
        ...include.map((name) => ({ id: name, label: `Change the segment ${name}` })),
        { id: 'back', label: 'Go back' },
      ]}
      onChoose={(id) => {
        if (id === 'back') onBack();
        else if (id === 'retry') setAttempt((number) => number + 1);
        else navigation.open({ id: 'segment', name: id }, () => setAttempt((number) => number + 1));
      }}
    />
  );
}
