import { senderOf } from '../groups/shown-group.js';
import { MEDIA_TYPES } from '../../domain/threads/shown-content.js';

const types = MEDIA_TYPES.map((type) => `'${type}'`).join(', ');

/**
 * What stands beside a message when it is shown: who wrote it into a group, its file, what it answers, and the reactions on it (the last one of each side counts, in a group of each participant,
 * an empty one takes it back, one that never arrived does not count). For selects from `conversation.messages` under its own name.
 */
export const SHOWN_COLUMNS = `
  ${senderOf('messages')} as sender,
  case when messages.type in (${types}) then (
    select jsonb_build_object('id', f.id, 'status', f.status, 'contentType', f.content_type, 'filename', f.filename, 'size', f.size_bytes,
      'sha256', f.sha256, 'error', f.error)
    from conversation.media f where f.tenant_id = messages.tenant_id and f.message_id = messages.id
    union all
    select jsonb_build_object('id', f.id, 'status', f.status, 'contentType', f.content_type, 'filename', f.filename, 'size', f.size_bytes,
      'sha256', f.sha256, 'error', f.error)
    from conversation.media f where f.tenant_id = messages.tenant_id and f.id = messages.media_id
    limit 1) end as media,
  case when messages.reply_to is not null then jsonb_build_object('wamid', messages.reply_to) || coalesce((
    select jsonb_build_object('messageId', q.id, 'type', q.type, 'text', q.text, 'deleted', q.deleted_at is not null) from conversation.messages q
    where q.tenant_id = messages.tenant_id and q.wamid = messages.reply_to and q.conversation_id = messages.conversation_id
    limit 1), '{}') end as "replyTo",
  case when messages.wamid is not null then (
    select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'author', r.author, 'at', r.at) order by r.seq) from (
      select distinct on (e.direction, e.reacting) e.seq, e.author, e.content #>> '{reaction,emoji}' as emoji,
        to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from (
        select *, case when direction = 'inbound' then author_id end as reacting from conversation.messages) e
      where e.tenant_id = messages.tenant_id and e.reaction_to = messages.wamid and e.conversation_id = messages.conversation_id
        and not e.failed
      order by e.direction, e.reacting, e.seq desc) r
    where r.emoji <> '') end as reactions`;
