import type { ReactNode } from 'react';
import { likelyKey } from '../../../wizard/journeys/campaign/campaign-answers.ts';
import { Choice } from '../../components/choice.tsx';
import { FieldsGate } from './fields-gate.tsx';
import type { CampaignPageProps } from './page-props.ts';

/** Which column tells people apart. */
export function KeyPage(props: CampaignPageProps): ReactNode {
  const { answers, answer, back } = props;
  return (
    <FieldsGate {...props} onBack={back}>
      {(fields) => (
        <Choice
          label="Which column tells people apart?"
          items={fields.map(({ name, examples }) => ({
            id: name,
            label: name,
            note: examples.slice(0, 2).join(', '),
            description: 'The same value is the same person, in every segment. It decides the group, too.',
          }))}
          initialId={fields.some(({ name }) => name === answers.key) ? answers.key : likelyKey(fields)}
          emptyText="The segments have no column in common. Esc leads back to them."
          onChoose={(key) => answer({ key })}
        />
      )}
    </FieldsGate>
  );
}
