import type { EventsPreviewView, PreviewView } from '../../delivery-service.ts';

export type AudiencePreviewView = { readonly kind: 'audience' } & PreviewView;
export type EventsPreviewOf = { readonly kind: 'events' } & EventsPreviewView;

/** A preview of whatever an orchestration sends. */
export type AnyPreview = AudiencePreviewView | EventsPreviewOf;
