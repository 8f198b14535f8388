import type { ComponentType, ReactNode } from 'react';
import { findEntity } from '../../../core/profiles/entities.ts';
import { freeName } from '../../../wizard/journeys/common/check-field.ts';
import { startForm } from '../../../wizard/journeys/common/form.ts';
import { demoEventTables } from '../../../wizard/journeys/query/events-sql.ts';
import {
  needsCheck,
  newQuery,
  QUERY_FORM,
  type QueryAnswers,
  type QueryStep,
  savedQuery,
  sqlOf,
  toQuery,
  withServer,
} from '../../../wizard/journeys/query/query-form.ts';
import { typedSecret } from '../../../wizard/journeys/source/server-answers.ts';
import { sourceTablesOf } from '../../../wizard/journeys/source/tables.ts';
import type { ScreenProps } from '../../navigation/screen-types.ts';
import { useServices } from '../../navigation/services-context.ts';
import { useProfile } from '../../navigation/use-profile.ts';
import { DescriptionPage } from '../common/description-page.tsx';
import { environmentOf } from '../common/environment-of.ts';
import { FormFrame } from '../common/form-frame.tsx';
import { MissingFrame } from '../common/missing-frame.tsx';
import { putQuery } from '../common/put-entity.ts';
import { Saving } from '../common/saving.tsx';
import { useForm } from '../common/use-form.ts';
import { useTask } from '../common/use-task.ts';
import { PlacePage } from '../source/place-page.tsx';
import { serverPages } from '../source/server-pages.tsx';
import { ServerTablePage } from '../source/server-table-page.tsx';
import { TablesPage } from '../source/tables-page.tsx';
import { FirstFilePage, NamePage, ReviewPage } from './field-pages.tsx';
import type { QueryPageProps } from './page-props.ts';
import { SqlPage } from './sql-page.tsx';

/** The page of every step: a new step without one doesn't compile. */
const PAGES: Readonly<Record<QueryStep, ComponentType<QueryPageProps>>> = {
  place: PlacePage,
  file: FirstFilePage,
  tables: TablesPage,
  ...serverPages(withServer),
  serverTable: ServerTablePage,
  sql: SqlPage,
  name: NamePage,
  description: DescriptionPage,
  review: ReviewPage,
};

const HELP = [
  'Pick a file with your customers, or with what they did: CSV, Parquet or JSON. It stays where it is and is only read.',
  'On a Trino or Presto server the query runs as it is written, with the rights that its user has there.',
  'The query picks rows and columns. It is written as in Presto and Trino, and reads nothing but the files you gave.',
  'Columns called EMAIL, PHONE, IDFA or AAID are recognised by their names; for events also email, phone, event, timestamp, value and the like.',
];

/** Setting up a query over files, or changing one. */
export function QueryScreen(props: ScreenProps<'query'>): ReactNode {
  const { screen, navigation } = props;
  const { simulator } = useServices();
  const { profile } = useProfile();
  const { name } = screen;
  if (name === undefined) {
    const { kind } = screen;
    const isEventsDemo = kind === 'events' && simulator !== undefined;
    const tables = isEventsDemo ? demoEventTables(simulator.sampleFolder) : [];
    const initial = newQuery(profile, kind, tables, simulator !== undefined);
    const name = isEventsDemo ? freeName('store purchases', initial.taken) : '';
    return <QueryForm {...props} initial={{ ...initial, name }} />;
  }
  const saved = findEntity(profile, 'query', name);
  if (saved !== undefined) return <QueryForm {...props} initial={savedQuery(saved)} />;
  return (
    <MissingFrame subject="Query" message={`There is no query “${name}”.`} onBack={() => navigation.back()} />
  );
}

interface QueryFormProps extends ScreenProps<'query'> {
  readonly initial: QueryAnswers;
}

function QueryForm({ screen, navigation, initial }: QueryFormProps): ReactNode {
  const services = useServices();
  const { profile } = useProfile();
  const saving = useTask<unknown>();
  const form = useForm(
    QUERY_FORM,
    `query/${screen.name ?? ''}/${screen.kind ?? ''}`,
    () => startForm(QUERY_FORM, initial, initial.saved === undefined ? 'first' : 'review'),
    () => navigation.back(),
    () => navigation.replace(screen),
  );
  const Page = PAGES[form.page];

  function save(): void {
    const answers = form.read();
    const query = toQuery(answers);
    saving.start(
      'Checking and saving',
      async ({ signal }) => {
        if (needsCheck(answers)) {
          await services.sources.describe(sourceTablesOf(answers), sqlOf(answers), { signal });
        }
        const { server, asked } = answers;
        const secret = typedSecret(asked);
        // Kept before the profile names it, so that there is no moment in which it is missing.
        if (server !== undefined && secret !== undefined) await services.servers.keepSecret(server, secret);
        return await services.profile.update((current) => putQuery(current, query));
      },
      () => {
        form.forget();
        navigation.finish({ name: query.name });
      },
    );
  }

  return (
    <FormFrame
      environment={environmentOf(services, profile, undefined)}
      subject="Data"
      progress={form.progress}
      guided={screen.step}
      help={HELP}
      onBack={form.back}
    >
      <Saving task={saving} onRetry={save}>
        <Page key={form.page} {...form} save={save} />
      </Saving>
    </FormFrame>
  );
}
