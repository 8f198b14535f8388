import type { ReactNode } from 'react';
import {
  type ServerAnswers,
  toServerSource,
  typedSecret,
} from '../../../wizard/journeys/source/server-answers.ts';
import { Choice } from '../../components/choice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useServices } from '../../navigation/services-context.ts';
import { visible } from '../../text/visible.ts';
import { Loaded } from '../common/loaded.tsx';
import { problemOf } from '../common/problem-text.ts';
import type { ServerPageProps } from './server-page-props.ts';

/** Which catalog holds the tables. */
export function CatalogPage({ asked, note, answer, back, needsSchema }: ServerPageProps): ReactNode {
  // Another catalog has other schemas.
  const change = (catalog: string) => ({ catalog, ...(catalog === asked.catalog ? {} : { schema: '' }) });
  return (
    <NamePage
      asked={{ ...asked, catalog: '', schema: '' }}
      namesOf={({ catalogs }) => catalogs}
      label="Which catalog holds the tables?"
      chosen={asked.catalog}
      isNeeded={needsSchema === true}
      onNote={(catalog) => note(change(catalog))}
      onAnswer={(catalog, view) => answer({ ...change(catalog), view })}
      onBack={back}
      typed={(catalog) => ({ ...asked, catalog, schema: '' })}
    />
  );
}

/** Which of the catalog's schemas. */
export function SchemaPage({ asked, note, answer, back, needsSchema }: ServerPageProps): ReactNode {
  return (
    <NamePage
      asked={{ ...asked, schema: '', view: undefined }}
      namesOf={({ schemas }) => schemas?.filter((name) => name !== 'information_schema')}
      label={`Which schema of ${visible(asked.catalog)}?`}
      chosen={asked.schema}
      isNeeded={needsSchema === true}
      onNote={(schema) => note({ schema })}
      onAnswer={(schema, view) => answer({ schema, view })}
      onBack={back}
      typed={(schema) => ({ ...asked, schema })}
    />
  );
}

type View = NonNullable<ServerAnswers['view']>;

interface NamePageProps {
  /** What the server is asked with, unless it was asked before. */
  readonly asked: ServerAnswers;
  readonly namesOf: (view: View) => readonly string[] | undefined;
  readonly label: string;
  readonly chosen: string;
  /** False where the SQL can say it instead. */
  readonly isNeeded: boolean;
  readonly onNote: (name: string) => void;
  readonly onAnswer: (name: string, view: View) => void;
  readonly onBack: () => void;
  /** The answers with a name that was typed, for finding out whether there is such a thing. */
  readonly typed: (name: string) => ServerAnswers;
}

const NONE = {
  id: 'none',
  label: 'None: the SQL says it',
  description: 'As in FROM catalog.schema.table.',
} as const;

/** One of the names that the server shows; typed, and looked up there, where it shows none. */
function NamePage(props: NamePageProps): ReactNode {
  const { servers } = useServices();
  const { asked, namesOf, label, chosen, isNeeded, onAnswer, onBack } = props;
  const show = (view: View): ReactNode => {
    const names = namesOf(view);
    if (names === undefined) return <TypedName {...props} view={view} />;
    const first = names.find((name) => name.toLowerCase() === chosen.toLowerCase()) ?? names[0];
    return (
      <Choice
        label={label}
        items={[
          ...names.map((name) => ({ id: ` ${name}`, label: visible(name) })),
          ...(isNeeded ? [] : [NONE]),
        ]}
        initialId={first === undefined ? 'none' : ` ${first}`}
        emptyText="There is nothing that this user may see. Esc leads back."
        onChoose={(id) => onAnswer(id === 'none' ? '' : id.slice(1), view)}
      />
    );
  };
  if (asked.view !== undefined) return show(asked.view);
  return (
    <Loaded
      label="Looking what is there"
      work={({ signal }) => servers.lookAround(toServerSource(asked), typedSecret(asked), { signal })}
      onBack={onBack}
    >
      {show}
    </Loaded>
  );
}

function TypedName({ view, ...props }: NamePageProps & { readonly view: View }): ReactNode {
  const { servers } = useServices();

  async function validate(name: string): Promise<string | undefined> {
    if (name === '')
      return props.isNeeded ? 'A name is needed: the tables are listed from there.' : undefined;
    const answers = props.typed(name);
    return await problemOf(() => servers.lookAround(toServerSource(answers), typedSecret(answers)));
  }

  return (
    <TextField
      label={props.label}
      note={`The server doesn’t list them.${props.isNeeded ? '' : ' Empty: the SQL says it.'}`}
      initialValue={props.chosen}
      validate={validate}
      onChange={props.onNote}
      onSubmit={(name) => props.onAnswer(name, view)}
    />
  );
}
