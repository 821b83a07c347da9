import { api, unwrap, type Schemas } from '../api/client';
import type { paths } from '../api/schema';

export type MessageQuery = NonNullable<paths['/api/v1/messages']['get']['parameters']['query']>;
export type CheckQuery = paths['/api/v1/messages/check']['get']['parameters']['query'];
export type Checked = Schemas['CheckedMessageDto'];
export type MessageDetail = Schemas['MessageDetailDto'];

const of = (id: string) => ({ params: { path: { id } } });

/** What the pages of sending ask of the API. Each throws a Problem where it is refused. */
export const sendMessage = (body: Schemas['SubmitMessageDto'], key: string) =>
  unwrap(api.POST('/api/v1/messages', { params: { header: { 'Idempotency-Key': key } }, body }));
export const listMessages = (query: MessageQuery) => unwrap(api.GET('/api/v1/messages', { params: { query } }));
export const readMessage = (id: string) => unwrap(api.GET('/api/v1/messages/{id}', of(id)));
export const cancelMessage = (id: string) => unwrap(api.DELETE('/api/v1/messages/{id}', of(id)));
export const retryMessage = (id: string) => unwrap(api.POST('/api/v1/messages/{id}/retry', of(id)));
export const checkMessage = (query: CheckQuery) => unwrap(api.GET('/api/v1/messages/check', { params: { query } }));
