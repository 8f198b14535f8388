export { type AuthorizationRequest, authorizationUrl, createState } from './authorization-url.ts';
export {
  type CallbackRejection,
  type CallbackServer,
  type CallbackServerOptions,
  startCallbackServer,
} from './callback-server.ts';
export { type OpenBrowserOptions, type OpenBrowserResult, openBrowser } from './open-browser.ts';
export {
  type PastedCallback,
  type PastedProblem,
  parsePastedCallback,
  readPastedCallback,
} from './pasted-callback.ts';
