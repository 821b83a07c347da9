import { Injectable } from '@nestjs/common';
import type { askedQuestions, ReplyOf } from '#contracts';
import type { Transaction } from '#database';

export type AskedQuestion = ReplyOf<typeof askedQuestions>['items'][number];

/** Of a question, and of a person's answer. */
const MAX_CHARACTERS = 500;
/** How far back a question may begin before what was said to it, and how far after it a person may answer. */
const MAX_MESSAGES = 8;

/**
 * Turns of the bot, the newest first, each with the customer's messages right before it. `$2` is how many of each kind. A turn stands behind the message
 * `up_to`; a reaction or a change of hands within two messages is taken to be about it.
 */
const ASKED = `
with turns as materialized (
  (select m.conversation_id, m.seq - 1 as up_to, m.at, true as "isAnswer", m.wamid
   from conversation.messages m
   where m.tenant_id = $1 and m.author = 'bot' and m.citations <> '[]' order by m.at desc limit $2)
  union all
  (select a.conversation_id, a.after_seq, a.created_at, false, null
   from conversation.activities a
   where a.tenant_id = $1 and a.kind = 'handed_over' and a.author = 'bot' order by a.created_at desc limit $2)),
reasons as materialized (
  select t.*, h.reason from turns t
  left join lateral (
    select a.detail ->> 'reason' as reason from conversation.activities a
    where a.tenant_id = $1 and a.conversation_id = t.conversation_id and a.after_seq = t.up_to and a.kind = 'handed_over' and a.author = 'bot'
    limit 1) h on not t."isAnswer")
select q."messageId", t.conversation_id as "conversationId", q.question, t.at,
  case when not t."isAnswer" then 'unanswered'
    when exists (
      select from conversation.messages r
      where r.tenant_id = $1 and r.reaction_to = t.wamid and r.author = 'customer' and r.content -> 'reaction' ->> 'emoji' like '👎%') then 'disliked'
    when exists (
      select from conversation.activities a
      where a.tenant_id = $1 and a.conversation_id = t.conversation_id and a.after_seq between t.up_to + 1 and t.up_to + 3
        and a.kind in ('handed_over', 'taken_over')) then 'handed_over'
    else 'answered' end as outcome,
  p.text as "personAnswer"
from reasons t
cross join lateral (
  select string_agg(c.text, E'\\n' order by c.seq) as question, (array_agg(c.id order by c.seq desc))[1] as "messageId"
  from (
    select m.id, m.seq, m.author, m.text, m.type, m.deleted_at, max(m.seq) filter (where m.author <> 'customer') over () as said
    from conversation.messages m
    where m.tenant_id = $1 and m.conversation_id = t.conversation_id and m.seq between t.up_to - $3 + 1 and t.up_to) c
  where c.author = 'customer' and c.type = 'text' and c.text <> '' and c.deleted_at is null and c.seq > coalesce(c.said, 0)) q
left join lateral (
  select m.text from conversation.messages m
  where m.tenant_id = $1 and m.conversation_id = t.conversation_id and m.seq between t.up_to + 1 and t.up_to + $3 and m.author = 'agent' and m.type = 'text'
  order by m.seq limit 1) p on true
where q.question is not null and (t."isAnswer" or t.reason in ('no_answer', 'ungrounded_answer'))
order by t.at desc`;

@Injectable()
export class AskedQuestionsRepository {
  /** @returns what customers asked the bot, the newest first; up to `limit` that it answered and `limit` that it did not */
  async newest(tx: Transaction, limit: number): Promise<AskedQuestion[]> {
    const rows = await tx.query<AskedQuestion & { personAnswer: string | null; at: Date | string }>(ASKED, [
      tx.tenantId,
      limit,
      MAX_MESSAGES,
    ]);
    return rows.map(({ question, personAnswer, at, ...asked }) => ({
      ...asked,
      question: question.slice(0, MAX_CHARACTERS).toWellFormed(),
      ...(personAnswer ? { personAnswer: personAnswer.slice(0, MAX_CHARACTERS).toWellFormed() } : {}),
      at: new Date(at).toISOString(),
    }));
  }
}
