import type { ComponentType, ReactNode } from 'react';
import type { ServerAnswers } from '../../../wizard/journeys/source/server-answers.ts';
import type { ServerPageProps } from './server-page-props.ts';

/** The part of a form’s page that a page about its server needs. */
interface PageWithServer<Answers> {
  readonly answers: Answers & { readonly asked: ServerAnswers };
  readonly note: (answers: Partial<Answers>) => void;
  readonly answer: (answers: Partial<Answers>) => void;
  readonly back: () => void;
}

/**
 * Makes a page about a server one of a form that has more answers: `withServer` says what of them changes with
 * those about the server.
 */
export function serverPageOf<Answers>(
  withServer: (
    answers: Answers & { readonly asked: ServerAnswers },
    change: Partial<ServerAnswers>,
  ) => Partial<Answers>,
  options: Pick<ServerPageProps, 'needsSchema'> = {},
): (Page: ComponentType<ServerPageProps>) => (props: PageWithServer<Answers>) => ReactNode {
  return (Page) =>
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
}
