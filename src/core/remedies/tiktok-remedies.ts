import type { TikTokFaultKind } from './faults.ts';
import type { Remedy } from './remedy.ts';

const ROLES = 'role on the advertiser account: Admin or Operator (recommended); Analyst can only read';

/** Remedies for what TikTok answers, or for what happens on the way there. */
export const TIKTOK_REMEDIES: Readonly<Record<TikTokFaultKind, Remedy>> = {
  'invalid-credentials': {
    explanation: 'TikTok does not accept this credential any more.',
    causes: [
      'The access token was revoked, or was never right.',
      'The person who authorized left, changed the password, or lost access.',
      "The app's permissions changed after the token was made.",
      'The authorization code was used already, or is more than an hour old.',
    ],
    involves: ['credential: access token, app id and app secret'],
    nextStep: 'Authorize the credential again, then go on.',
    retryable: false,
    actions: ['reauthorize'],
  },
  'missing-permission': {
    explanation: 'The person who authorized this credential may not do this on this advertiser account.',
    causes: [
      'The person has the role Analyst, which can only read.',
      'The person has no access to this advertiser account.',
      'TikTok has not approved the app, or has blocked it.',
    ],
    involves: [ROLES, 'destination: advertiser id', 'credential: who authorized it'],
    nextStep:
      'Ask for the role Admin or Operator in TikTok Business Center, or let somebody who has it authorize.',
    retryable: false,
    actions: [
      ['open-business-center', 'Open TikTok Business Center and check the role'],
      ['reauthorize', 'Make an authorization link for an Admin or Operator'],
      'choose-advertiser',
    ],
  },
  'missing-scope': {
    explanation: 'The app is not allowed to use this part of the TikTok API.',
    causes: [
      'The permission is not ticked on the app in the TikTok developer portal.',
      'The permission was ticked after this credential was authorized.',
      'TikTok has yet to review the permission.',
    ],
    involves: ['app: its permissions in the developer portal', 'credential: when it was authorized'],
    nextStep: 'Tick the permission on the app, wait for its approval, then authorize the credential again.',
    retryable: false,
    actions: [['reauthorize', 'Authorize again, once the permission is ticked']],
  },
  'advertiser-not-found': {
    explanation: 'TikTok does not know this advertiser account, or it has been deleted.',
    causes: [
      'The advertiser id has a typing mistake.',
      'The account was closed, or is not approved yet.',
      'The id belongs to another environment: sandbox and production have their own accounts.',
    ],
    involves: ['destination: advertiser id', 'data template: its destination', 'credential: environment'],
    nextStep: 'Choose an advertiser that this credential reaches.',
    retryable: false,
    actions: [
      'choose-advertiser',
      ['edit-destination', 'Check the advertiser id of the destination'],
      ['edit-template', 'Check the data template'],
      ['open-business-center', 'Open TikTok Business Center: does the account exist, is it approved'],
    ],
  },
  'advertiser-disabled': {
    explanation: 'The advertiser account exists, but TikTok has not enabled it.',
    causes: [
      'The account is waiting for its review, or did not pass it.',
      'TikTok has suspended the account, or its contract has ended.',
    ],
    involves: ['advertiser account: its status in TikTok Business Center', 'destination: advertiser id'],
    nextStep: 'Look at the status of the account in TikTok Business Center, or choose another advertiser.',
    retryable: false,
    actions: [
      ['open-business-center', 'Open TikTok Business Center and check the status of the account'],
      'choose-advertiser',
      'edit-destination',
    ],
  },
  'streaming-not-allowed': {
    explanation: 'TikTok has not opened audience streaming (the Segment API) to this app.',
    causes: [
      'Some apps need a TikTok representative to allow the streaming API for them.',
      'The permission to create and update custom audiences is missing on the app.',
    ],
    involves: ['destination: channel', 'app: Audience Management → Create and Update Custom Audiences'],
    nextStep: 'Ask your TikTok representative to allow the streaming API, or deliver customer files instead.',
    retryable: false,
    actions: ['use-file-channel', ['reauthorize', 'Authorize again, once TikTok has allowed streaming']],
  },
  'event-source-invalid': {
    explanation:
      'TikTok does not accept this event source; check the event source id, then the advertiser, then the event name.',
    causes: [
      'The id is of another kind: a pixel code, a pixel id and an event set id are three different things.',
      'The event set or pixel belongs to another advertiser.',
      'The event set does not exist; it has to be made before events are sent.',
      'The event name has the wrong case.',
    ],
    involves: ['event source id', 'destination: advertiser id', 'event name (case matters)'],
    nextStep: 'Choose one of the event sources that TikTok lists for this advertiser.',
    retryable: false,
    actions: ['choose-event-source', 'edit-destination', 'choose-advertiser', 'edit-template'],
  },
  'audience-not-found': {
    explanation: 'TikTok does not find this audience.',
    causes: [
      'The audience was deleted in TikTok Ads Manager, or has expired.',
      'The audience belongs to another advertiser.',
    ],
    involves: ['audience id or name', 'destination: advertiser id'],
    nextStep: 'Start the run again: it looks for the audience by its name and makes it if it is gone.',
    retryable: false,
    actions: [
      ['restart-run', 'Start the run again and look for the audience by its name'],
      'edit-destination',
      'choose-advertiser',
    ],
  },
  'audience-too-small': {
    explanation: 'The audience has fewer than the 1,000 matched members that TikTok asks for.',
    causes: [
      'Too few people are in the list, or too few of them use TikTok.',
      'TikTok is still matching the list; that can take 48 hours.',
    ],
    involves: ['query: how many people it selects', 'id types: EMAIL most often matches best'],
    nextStep: 'Widen the query or add id types; after a delivery, wait up to 48 hours.',
    retryable: false,
    actions: [
      ['wait', 'Wait: TikTok may still be matching (up to 48 hours)'],
      'edit-template',
      'edit-destination',
    ],
  },
  'audience-limit': {
    explanation: 'The advertiser account has as many audiences as TikTok allows (400).',
    causes: ['Audiences that nobody uses any more are still there.'],
    involves: ['advertiser account: Assets → Audiences in TikTok Ads Manager', 'audience name'],
    nextStep: 'Delete audiences that are no longer used, or deliver to an existing audience.',
    retryable: false,
    actions: [
      ['edit-destination', 'Deliver to an audience that exists'],
      ['open-business-center', 'Open TikTok and delete audiences that are no longer used'],
      'choose-advertiser',
    ],
  },
  'invalid-parameters': {
    explanation: 'TikTok refused the request as it was written.',
    causes: [
      'A setting of the destination or the data template is not what TikTok expects.',
      'One of the values sent is not valid: one bad event makes TikTok refuse its whole batch.',
    ],
    involves: ['destination settings', 'data template: columns', "TikTok's message, which names the field"],
    nextStep: "Correct what TikTok's message names, then try again.",
    retryable: false,
    actions: ['edit-destination', 'edit-template'],
  },
  'unhashed-data': {
    explanation: 'TikTok says that personal data reached it without being hashed; nothing more is sent.',
    causes: ['An identifier was put where TikTok expects a hash of another kind.', 'A fault in tada.'],
    involves: ['data template: columns', 'id types'],
    nextStep: 'Check which column feeds which id type, and make a support bundle.',
    retryable: false,
    actions: ['edit-template', 'support-bundle'],
  },
  'file-refused': {
    explanation: 'TikTok refused the customer file.',
    causes: [
      'The file is empty, too large, or was changed on the way.',
      'Its contents do not fit the kind of identifier it was announced with.',
      'The upload has expired.',
    ],
    involves: ['query: its rows', 'id types'],
    nextStep: 'Start the run again: it writes and uploads the file anew.',
    retryable: false,
    actions: ['restart-run', 'edit-template'],
  },
  'rate-limited': {
    explanation: 'TikTok is getting more requests from this app than it allows, and asks to slow down.',
    causes: [
      'Other tools or other runs use the same app at the same time.',
      "The app's share for today is used up; it is renewed at 00:00 UTC.",
    ],
    involves: ['app: its rate limit in the developer portal'],
    nextStep: 'Wait a few minutes, then try again; what TikTok confirmed is not sent again.',
    retryable: true,
    actions: [['wait', 'Wait five minutes, then go on'], 'retry-task'],
  },
  maintenance: {
    explanation: 'TikTok is under maintenance.',
    causes: ['TikTok takes parts of its API down for a while.'],
    involves: [],
    nextStep: 'Wait until the maintenance is over, then try again.',
    retryable: true,
    actions: [['wait', 'Wait until the maintenance is over, then go on'], 'retry-task'],
  },
  'tiktok-unavailable': {
    explanation: 'TikTok answered with an error of its own.',
    causes: ['Something inside TikTok is overloaded or broken for the moment.'],
    involves: [],
    nextStep: 'Wait a few minutes, then try again; what TikTok confirmed is not sent again.',
    retryable: true,
    actions: ['wait', 'retry-task'],
  },
  network: {
    explanation: 'TikTok could not be reached from this machine.',
    causes: [
      'The network is down, or slow.',
      'A firewall, a proxy or a login page of the network answers in the place of TikTok.',
      'TADA_TIKTOK_URL points to the wrong address.',
    ],
    involves: ['network and firewall of this machine', 'TADA_TIKTOK_URL, if it is set'],
    nextStep: 'Check the network, then try again; what TikTok confirmed is not sent again.',
    retryable: true,
    actions: ['retry-task', 'wait'],
  },
  partial: {
    explanation: 'TikTok did only a part of what was asked, and does not say which part.',
    causes: ['Some of what was sent was not accepted.'],
    involves: ["TikTok's message"],
    nextStep:
      'Go on from the task that failed: sending the same members again changes nothing for the others.',
    retryable: false,
    actions: ['retry-task'],
  },
  unknown: {
    explanation: 'TikTok answered with something that tada does not know.',
    causes: ["Only TikTok's own message says what is meant."],
    involves: ["TikTok's message and code"],
    nextStep: "Read TikTok's message; TikTok's support can look up the request id.",
    retryable: false,
    actions: ['retry-task', 'support-bundle'],
  },
};
