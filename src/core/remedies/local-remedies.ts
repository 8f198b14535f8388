import type { LocalFaultKind } from './faults.ts';
import type { Remedy } from './remedy.ts';

/** Remedies for what goes wrong on this machine. */
export const LOCAL_REMEDIES: Readonly<Record<LocalFaultKind, Remedy>> = {
  'source-unreadable': {
    explanation: 'A file or database that the query reads cannot be read.',
    causes: [
      'The file was moved, renamed or is open elsewhere.',
      'The file is not of the kind its name says.',
      'The database is down, or does not accept the login.',
    ],
    involves: ['query: its source'],
    nextStep: 'Put the file back or correct the source of the query, then go on.',
    retryable: false,
    actions: ['retry-task', 'edit-template'],
  },
  'source-changed': {
    explanation: 'The source has changed since the preview that was agreed to.',
    causes: ['The file was written anew, or the query now selects other people.'],
    involves: ['query: its source', 'preview'],
    nextStep: 'Look at the preview again, then start the run again.',
    retryable: false,
    actions: [['restart-run', 'Start again with a new preview']],
  },
  'query-failed': {
    explanation: 'The query cannot be run as it is written.',
    causes: ['A name is misspelt, or a column is not there.', 'The query reads something it was not given.'],
    involves: ['query: its SQL and its tables'],
    nextStep: 'Correct the query at the place the message shows, then start the run again.',
    retryable: false,
    actions: ['restart-run', 'edit-template'],
  },
  'nothing-to-send': {
    explanation: 'Not one row has anything that can be sent.',
    causes: [
      'The query selects no rows.',
      'The columns are not assigned to the right identifiers.',
      'Every value was rejected; each rejection has its reason.',
    ],
    involves: ['query: its rows', 'data template: columns', 'destination: default country for phones'],
    nextStep: 'Save the list of what can’t be used and look at the reasons.',
    retryable: false,
    actions: ['save-rejects', 'edit-template', 'edit-destination'],
  },
  'safety-stop': {
    explanation: 'This run would change more than was agreed to, so it stopped before sending anything.',
    causes: ['The source is incomplete, or a filter is wrong.', 'The audience really did change that much.'],
    involves: ['query: how many people it selects', 'how much a run may remove'],
    nextStep: 'Check the source; if the change is meant, allow it by name or with --allow-removal.',
    retryable: false,
    actions: ['restart-run', 'edit-template'],
  },
  'disk-full': {
    explanation: 'The disk is full; what was confirmed so far is kept.',
    causes: ['Large queries need room for their temporary files.'],
    involves: ['disk of the folder tada keeps its files in (TADA_HOME)'],
    nextStep: 'Free some space, then go on from the task that failed.',
    retryable: false,
    actions: [['retry-task', 'Go on from the task that failed, once there is room']],
  },
  locked: {
    explanation: 'Another run is working on the same audience.',
    causes: ['A scheduled run is still going on.', 'The wizard is open in another window.'],
    involves: ['the other run'],
    nextStep: 'Wait until the other run has ended, then try again.',
    retryable: true,
    actions: [['wait', 'Wait until the other run has ended']],
  },
  cancelled: {
    explanation: 'The run was cancelled; what was confirmed so far is kept.',
    causes: [],
    involves: [],
    nextStep: 'Go on whenever you like; what TikTok confirmed is not sent again.',
    retryable: true,
    actions: [['retry-task', 'Go on where the run was cancelled']],
  },
};
