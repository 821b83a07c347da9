import { call, upload } from '../../api/client';
import type {
  Availability,
  CannedReply,
  Contact,
  Conversation,
  Counts,
  InboxSettings,
  Label,
  Message,
  Note,
  OutgoingBody,
  Presence,
  Priority,
  SearchHit,
  Team,
} from './contract';

/** Everything that the inbox asks of the interface. Each throws a Problem where it is refused. */
export interface Page<Row> {
  items: Row[];
  nextCursor: string | null;
}
type Query = Record<string, string | number | undefined>;

const conversation = (id: string): string => `/conversations/${id}`;
const data = async <Data>(answer: Promise<{ data: Data }>): Promise<Data> => (await answer).data;

/** All pages of a list that is never long. */
async function whole<Row>(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    // Some are given as a whole, and take no page.
    const query = cursor ? { cursor } : {};
    const page: { items: Row[]; nextCursor?: string | null } = await data(call('GET', path, { query }));
    rows.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

export const inbox = {
  list: (query: Query) => data(call<Page<Conversation>>('GET', '/conversations', { query })),
  counts: () => data(call<Counts>('GET', '/conversations/counts')),
  search: (q: string, cursor: string) =>
    data(call<Page<SearchHit>>('GET', '/conversations/search', { query: { q, limit: 20, cursor: cursor || undefined } })),
  get: (id: string) => data(call<Conversation>('GET', conversation(id))),
  /** Newest first. */
  messages: (id: string, limit: number, cursor?: string) =>
    data(call<Page<Message>>('GET', `${conversation(id)}/messages`, { query: { order: 'desc', limit, cursor } })),
  send: (id: string, body: OutgoingBody, clientId: string) =>
    data(call<Message>('POST', `${conversation(id)}/messages`, { body, headers: { 'Idempotency-Key': clientId } })),
  takeOver: (id: string) => data(call<Conversation>('POST', `${conversation(id)}/take-over`)),
  release: (id: string) => data(call<Conversation>('POST', `${conversation(id)}/release`)),
  close: (id: string) => data(call<Conversation>('POST', `${conversation(id)}/close`)),
  reopen: (id: string) => data(call<Conversation>('POST', `${conversation(id)}/reopen`)),
  snooze: (id: string, until: string) => data(call<Conversation>('POST', `${conversation(id)}/snooze`, { body: { until } })),
  assign: (id: string, to: { userId: string } | { teamId: string } | { mode: 'auto' }) =>
    data(call<Conversation>('POST', `${conversation(id)}/assign`, { body: to })),
  change: (id: string, body: { priority?: Priority; teamId?: string | null }) =>
    data(call<Conversation>('PATCH', conversation(id), { body })),
  label: (id: string, labelIds: string[]) => data(call<Conversation>('PUT', `${conversation(id)}/labels`, { body: { labelIds } })),
  read: (id: string, seq: number) => data(call<unknown>('POST', `${conversation(id)}/read`, { body: { seq } })),

  notes: (id: string) => whole<Note>(`${conversation(id)}/notes`),
  addNote: (id: string, text: string, key: string) =>
    data(call<Note>('POST', `${conversation(id)}/notes`, { body: { text }, headers: { 'Idempotency-Key': key } })),
  removeNote: (id: string, noteId: string) => data(call<unknown>('DELETE', `${conversation(id)}/notes/${noteId}`)),

  uploadMedia: (file: File, onProgress: (part: number) => void, signal: AbortSignal) => {
    const form = new FormData();
    form.set('file', file);
    return upload<{ id: string; contentType: string }>('/api/v1/media', form, onProgress, signal);
  },
  mediaLink: (id: string) => data(call<{ url: string; expiresAt: string }>('POST', `/media/${id}/link`)),
  retryMedia: (id: string) => data(call<unknown>('POST', `/media/${id}/retry`)),

  contact: (id: string) => call<Contact>('GET', `/contacts/${id}`),
  saveContact: (id: string, etag: string | undefined, body: object) =>
    call<Contact>('PUT', `/contacts/${id}`, { body, headers: etag ? { 'If-Match': etag } : {} }),

  presence: () => data(call<{ items: Presence[] }>('GET', '/presence')),
  setPresence: (availability: Availability) => data(call<unknown>('PUT', '/presence', { body: { availability } })),

  settings: (outletId: string) => call<InboxSettings>('GET', `/inboxes/${outletId}/settings`),
  saveSettings: (outletId: string, etag: string | undefined, body: InboxSettings) =>
    call<InboxSettings>('PUT', `/inboxes/${outletId}/settings`, { body, headers: etag ? { 'If-Match': etag } : {} }),
};

/** Lists that are small enough to be read as a whole and changed row by row. */
const collection = <Row extends { id: string }>(path: string) => ({
  all: () => whole<Row>(path),
  create: (body: Omit<Row, 'id'>, key: string) => data(call<Row>('POST', path, { body, headers: { 'Idempotency-Key': key } })),
  save: (id: string, body: Omit<Row, 'id'>) => data(call<Row>('PUT', `${path}/${id}`, { body })),
  remove: (id: string) => data(call<unknown>('DELETE', `${path}/${id}`)),
});
export const labels = collection<Label>('/labels');
export const teams = collection<Team>('/teams');
export const cannedReplies = collection<CannedReply>('/canned-replies');
