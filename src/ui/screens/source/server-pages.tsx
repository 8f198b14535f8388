import type { ComponentType, ReactNode } from 'react';
import type { ServerAnswers } from '../../../wizard/journeys/source/server-answers.ts';
import { ConnectionPage } from './connection-page.tsx';
import {
  AuthenticationPage,
  CertificatePage,
  ServerEnginePage,
  ServerSecretPage,
  ServerUrlPage,
  ServerUserPage,
} from './server-field-pages.tsx';
import { CatalogPage, SchemaPage } from './server-names-pages.tsx';
import type { ServerPageProps } from './server-page-props.ts';

/** The part of a form’s page that a page about its server needs. */
interface PageWithServer<Answers> {
  readonly answers: Answers & { readonly asked: ServerAnswers };
  readonly note: (answers: Partial<Answers>) => void;
  readonly answer: (answers: Partial<Answers>) => void;
  readonly back: () => void;
}

/**
 * The pages about a server, for a form that has more answers: `withServer` says what of them changes with those about
 * the server.
 */
export function serverPages<Answers>(
  withServer: (
    answers: Answers & { readonly asked: ServerAnswers },
    change: Partial<ServerAnswers>,
  ) => Partial<Answers>,
  options: Pick<ServerPageProps, 'needsSchema'> = {},
) {
  const pageOf = (Page: ComponentType<ServerPageProps>) =>
    function ServerPage({ answers, note, answer, back }: PageWithServer<Answers>): ReactNode {
      return (
        <Page
          {...options}
          asked={answers.asked}
          note={(change) => note(withServer(answers, change))}
          answer={(change) => answer(withServer(answers, change))}
          back={back}
        />
      );
    };
  return {
    server: pageOf(ServerUrlPage),
    engine: pageOf(ServerEnginePage),
    user: pageOf(ServerUserPage),
    authentication: pageOf(AuthenticationPage),
    secret: pageOf(ServerSecretPage),
    connection: pageOf(ConnectionPage),
    catalog: pageOf(CatalogPage),
    schema: pageOf(SchemaPage),
    certificate: pageOf(CertificatePage),
  };
}
