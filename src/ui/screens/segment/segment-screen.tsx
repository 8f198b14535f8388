import { type ComponentType, type ReactNode, useRef } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import type { Query } from '../../../core/profiles/schema.ts';
import { sourceTables } from '../../../core/profiles/source-tables.ts';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import {
  needsCheck,
  newSegment,
  type SegmentAnswers,
  savedRows,
  savedSegment,
  sqlOf,
  toCombined,
  toQuery,
  toSegment,
  withServer,
} from '../../../wizard/journeys/segment/segment-answers.ts';
import { SEGMENT_FORM, type SegmentStep } from '../../../wizard/journeys/segment/segment-form.ts';
import { typedSecret } from '../../../wizard/journeys/source/server-answers.ts';
import { sourceOf } from '../../../wizard/journeys/source/tables.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { putQuery, putSegment } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
import { serverPages } from '../source/server-pages.tsx';
import { CombinePage } from './combine-page.tsx';
import { combinedRows } from './combined-rows.ts';
import { ConditionsPage } from './conditions-page.tsx';
import { FilePage, NamePage, ReviewPage, SourcePage } from './field-pages.tsx';
import { loadFields } from './load-fields.ts';
import type { SegmentPageProps } from './page-props.ts';
import { TablePage } from './table-page.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<SegmentStep, ComponentType<SegmentPageProps>>> = {
  name: NamePage,
  source: SourcePage,
  combine: CombinePage,
  file: FilePage,
  ...serverPages(withServer, { needsSchema: true }),
  table: TablePage,
  conditions: ConditionsPage,
  description: DescriptionPage,
  review: ReviewPage,
};

const HELP = [
  'A segment is those rows of a table that fit some conditions. It is counted and delivered from the file as it is then.',
  'An empty field fits only “is not”, “is none of” and “is empty”. Capital and small letters are different.',
  'Conditions are kept in tada’s profile on this machine: ask for groups of people, never for one person.',
];

/** Setting up a segment, or changing one. */
export function SegmentScreen(props: ScreenProps<'segment'>): ReactNode {
  const { screen, navigation } = props;
  const { simulator } = useServices();
  const { profile } = useProfile();
  const { name } = screen;
  if (name === undefined) {
    return <SegmentForm {...props} initial={newSegment(profile, simulator !== undefined)} />;
  }
  const saved = findEntity(profile, 'segment', name);
  if (saved !== undefined) return <SegmentForm {...props} initial={savedSegment(saved)} />;
  return (
    <MissingFrame
      subject="Segment"
      message={`There is no segment “${name}”.`}
      onBack={() => navigation.back()}
    />
  );
}

interface SegmentFormProps extends ScreenProps<'segment'> {
  readonly initial: SegmentAnswers;
}

function SegmentForm({ screen, navigation, initial }: SegmentFormProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<string>();
  const form = useForm(
    SEGMENT_FORM,
    `segment/${screen.name ?? ''}`,
    () => startForm(SEGMENT_FORM, initial, initial.saved === undefined ? 'first' : 'review'),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const Page = PAGES[form.page];
  /** What is tried again, should it fail. */
  const last = useRef(save);

  /** The rows as SQL, found good by the engine; rejects where it isn't. */
  async function checkRows(
    answers: SegmentAnswers,
    signal: AbortSignal,
  ): Promise<Pick<Query, 'sql' | 'source'>> {
    const { sources } = services;
    const now = Date.now();
    const combined = toCombined(answers);
    const { sql = '', source } =
      combined === undefined
        ? { sql: await ownSql(answers, now, signal), source: sourceOf(answers) }
        : (await combinedRows(sources, profile, combined, now, signal)).segment;
    await sources.describe(sourceTables(source), sql, { signal });
    return { sql, source };
  }

  async function ownSql(answers: SegmentAnswers, now: number, signal: AbortSignal): Promise<string> {
    const isSql = savedRows(answers)?.sql !== undefined;
    const fields = isSql
      ? []
      : (answers.fields ?? (await loadFields(services.sources, answers, signal)).fields);
    return sqlOf(answers, fields, now);
  }

  /** Kept before the profile names it, so that there is no moment in which it is missing. */
  async function keepSecret({ place, server, asked }: SegmentAnswers): Promise<void> {
    const secret = typedSecret(asked);
    if (place === 'server' && server !== undefined && secret !== undefined) {
      await services.servers.keepSecret(server, secret);
    }
  }

  function save(): void {
    last.current = save;
    const answers = form.read();
    saving.start(
      'Checking and saving',
      async ({ signal }) => {
        if (needsCheck(answers)) await checkRows(answers, signal);
        const segment = toSegment(answers);
        await keepSecret(answers);
        await services.profile.update((current) => putSegment(current, segment));
        return segment.name;
      },
      (name) => finish({ kind: 'segment', name }),
    );
  }

  function makeQuery(): void {
    last.current = makeQuery;
    const answers = form.read();
    saving.start(
      'Saving a query',
      async ({ signal }) => {
        const rows = await checkRows(answers, signal);
        let name = '';
        await keepSecret(answers);
        await services.profile.update((current) => {
          const query = toQuery(current, answers, rows);
          name = query.name;
          return putQuery(current, query);
        });
        return name;
      },
      (name) => finish({ kind: 'query', name }),
    );
  }

  function finish(result: { readonly kind: 'segment' | 'query'; readonly name: string }): void {
    form.forget();
    navigation.finish(result);
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, undefined)}
      subject="Segment"
      progress={form.progress}
      guided={undefined}
      help={HELP}
      onBack={form.back}
    >
      <Saving task={saving} onRetry={() => last.current()}>
        <Page key={form.page} {...form} save={save} makeQuery={makeQuery} />
      </Saving>
    </FormFrame>
  );
}
