import { api, unwrap, unwrapWithTag, upload, type Schemas } from '../../api/client';
import type { paths } from '../../api/schema';
import type { Availability, OutgoingBody, Priority } from './contract';

/** Everything that the inbox asks of the API. Each throws a Problem where it is refused. */
export type ConversationQuery = NonNullable<paths['/api/v1/conversations']['get']['parameters']['query']>;
export type AssignTo = { userId: string } | { teamId: string } | { mode: 'auto' };

const of = (id: string) => ({ params: { path: { id } } });
const ifMatch = (etag: string | undefined) => (etag ? { 'If-Match': etag } : {});

/** All pages of a list that is never long. */
export async function whole<Row>(read: (cursor?: string) => Promise<{ items: Row[]; nextCursor: string | null }>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

export const inbox = {
  list: (query: ConversationQuery) => unwrap(api.GET('/api/v1/conversations', { params: { query } })),
  counts: () => unwrap(api.GET('/api/v1/conversations/counts')),
  search: (q: string, cursor: string) =>
    unwrap(api.GET('/api/v1/conversations/search', { params: { query: { q, limit: 20, ...(cursor && { cursor }) } } })),
  get: (id: string) => unwrap(api.GET('/api/v1/conversations/{id}', of(id))),
  /** Newest first. */
  messages: (id: string, limit: number, cursor?: string) =>
    unwrap(
      api.GET('/api/v1/conversations/{id}/messages', {
        params: { path: { id }, query: { order: 'desc', limit, ...(cursor && { cursor }) } },
      }),
    ),
  send: (id: string, body: OutgoingBody, clientId: string) =>
    unwrap(api.POST('/api/v1/conversations/{id}/messages', { params: { path: { id }, header: { 'Idempotency-Key': clientId } }, body })),
  takeOver: (id: string) => unwrap(api.POST('/api/v1/conversations/{id}/take-over', of(id))),
  undo: (id: string, epoch: number) => unwrap(api.POST('/api/v1/conversations/{id}/undo', { ...of(id), body: { epoch } })),
  release: (id: string) => unwrap(api.POST('/api/v1/conversations/{id}/release', of(id))),
  close: (id: string) => unwrap(api.POST('/api/v1/conversations/{id}/close', of(id))),
  reopen: (id: string) => unwrap(api.POST('/api/v1/conversations/{id}/reopen', of(id))),
  snooze: (id: string, until: string) => unwrap(api.POST('/api/v1/conversations/{id}/snooze', { ...of(id), body: { until } })),
  assign: (id: string, to: AssignTo) => unwrap(api.POST('/api/v1/conversations/{id}/assign', { ...of(id), body: to })),
  change: (id: string, body: { priority?: Priority; teamId?: string | null }) =>
    unwrap(api.PATCH('/api/v1/conversations/{id}', { ...of(id), body })),
  label: (id: string, labelIds: string[]) => unwrap(api.PUT('/api/v1/conversations/{id}/labels', { ...of(id), body: { labelIds } })),
  read: (id: string, seq: number) => unwrap(api.POST('/api/v1/conversations/{id}/read', { ...of(id), body: { seq } })),

  activities: (id: string, fromSeq: number) =>
    whole((cursor) =>
      unwrap(
        api.GET('/api/v1/conversations/{id}/activities', {
          params: { path: { id }, query: { fromSeq, limit: 100, ...(cursor && { cursor }) } },
        }),
      ),
    ),
  notes: (id: string) =>
    whole((cursor) => unwrap(api.GET('/api/v1/conversations/{id}/notes', { params: { path: { id }, query: cursor ? { cursor } : {} } }))),
  addNote: (id: string, text: string, mentions: string[]) =>
    unwrap(api.POST('/api/v1/conversations/{id}/notes', { ...of(id), body: { text, mentions } })),
  runMacro: (id: string, macroId: string, agentName: string, key: string) =>
    unwrap(
      api.POST('/api/v1/conversations/{id}/macros/{macroId}', {
        params: { path: { id, macroId }, header: { 'Idempotency-Key': key } },
        body: { agentName },
      }),
    ),
  bulk: async (body: Schemas['BulkBody']) => (await unwrap(api.POST('/api/v1/conversations/bulk', { body }))).results,
  removeNote: (id: string, noteId: string) =>
    unwrap(api.DELETE('/api/v1/conversations/{id}/notes/{noteId}', { params: { path: { id, noteId } } })),

  uploadMedia: (file: File, onProgress: (part: number) => void, signal: AbortSignal) => {
    const form = new FormData();
    form.set('file', file);
    return upload<Schemas['MediaDto']>('/api/v1/media', form, onProgress, signal);
  },
  mediaLink: (id: string) => unwrap(api.POST('/api/v1/media/{id}/link', of(id))),
  retryMedia: (id: string) => unwrap(api.POST('/api/v1/media/{id}/retry', of(id))),

  contact: (id: string) => unwrapWithTag(api.GET('/api/v1/contacts/{id}', of(id))),
  consents: (id: string) => unwrap(api.GET('/api/v1/contacts/{id}/consents', of(id))),
  saveContact: (id: string, etag: string | undefined, body: Schemas['ChangeContactBody']) =>
    unwrapWithTag(api.PUT('/api/v1/contacts/{id}', { params: { path: { id }, header: ifMatch(etag) }, body })),

  presence: async () => (await unwrap(api.GET('/api/v1/presence'))).items,
  setPresence: (availability: Availability) => unwrap(api.PUT('/api/v1/presence', { body: { availability } })),

  settings: (outletId: string) => unwrapWithTag(api.GET('/api/v1/inboxes/{outletId}/settings', { params: { path: { outletId } } })),
  surveySettings: () => unwrapWithTag(api.GET('/api/v1/survey-settings')),
  saveSurveySettings: (etag: string | undefined, body: Schemas['SurveySettingsBody']) =>
    unwrapWithTag(api.PUT('/api/v1/survey-settings', { params: { header: ifMatch(etag) }, body })),
  surveys: async (id: string) => (await unwrap(api.GET('/api/v1/conversations/{id}/surveys', of(id)))).items,
  saveSettings: (outletId: string, etag: string | undefined, body: Schemas['InboxSettingsDto']) =>
    unwrapWithTag(api.PUT('/api/v1/inboxes/{outletId}/settings', { params: { path: { outletId }, header: ifMatch(etag) }, body })),
};

export const macros = {
  all: async () => (await unwrap(api.GET('/api/v1/macros'))).items,
  create: (body: Schemas['MacroBody']) => unwrap(api.POST('/api/v1/macros', { body })),
  save: (id: string, body: Schemas['MacroBody']) => unwrap(api.PUT('/api/v1/macros/{id}', { ...of(id), body })),
  remove: (id: string) => unwrap(api.DELETE('/api/v1/macros/{id}', of(id))),
};
export const views = {
  all: async () => (await unwrap(api.GET('/api/v1/views'))).items,
  create: (body: Schemas['SavedViewBody']) => unwrap(api.POST('/api/v1/views', { body })),
  save: (id: string, body: Schemas['SavedViewBody']) => unwrap(api.PUT('/api/v1/views/{id}', { ...of(id), body })),
  remove: (id: string) => unwrap(api.DELETE('/api/v1/views/{id}', of(id))),
};

export const notifications = {
  list: (cursor: string) => unwrap(api.GET('/api/v1/notifications', { params: { query: { limit: 30, ...(cursor && { cursor }) } } })),
  /** All of them, where no ids are given. */
  read: (ids?: string[]) => unwrap(api.POST('/api/v1/notifications/read', { body: ids ? { ids } : {} })),
};

// Lists that are small enough to be read as a whole and changed row by row.
export const labels = {
  all: async () => (await unwrap(api.GET('/api/v1/labels'))).items,
  create: (body: Schemas['LabelBody']) => unwrap(api.POST('/api/v1/labels', { body })),
  save: (id: string, body: Schemas['LabelBody']) => unwrap(api.PUT('/api/v1/labels/{id}', { ...of(id), body })),
  remove: (id: string) => unwrap(api.DELETE('/api/v1/labels/{id}', of(id))),
};
export const teams = {
  all: async () => (await unwrap(api.GET('/api/v1/teams'))).items,
  create: (body: Schemas['TeamBody']) => unwrap(api.POST('/api/v1/teams', { body })),
  save: (id: string, body: Schemas['TeamBody']) => unwrap(api.PUT('/api/v1/teams/{id}', { ...of(id), body })),
  remove: (id: string) => unwrap(api.DELETE('/api/v1/teams/{id}', of(id))),
};
export const cannedReplies = {
  all: async () => (await unwrap(api.GET('/api/v1/canned-replies'))).items,
  create: (body: Schemas['CannedReplyBody']) => unwrap(api.POST('/api/v1/canned-replies', { body })),
  save: (id: string, body: Schemas['CannedReplyBody']) => unwrap(api.PUT('/api/v1/canned-replies/{id}', { ...of(id), body })),
  remove: (id: string) => unwrap(api.DELETE('/api/v1/canned-replies/{id}', of(id))),
};
