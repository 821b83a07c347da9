import { v7 } from 'uuid';
import { flowMoved, messageRecorded, ownerChanged, type EventOf } from '#contracts';
import { CampaignWorld, type Asked, type Json } from './campaign-world.js';

export interface Talk {
  tenantId: string;
  outletId: string;
  contactId: string;
  conversationId: string;
  /** Of the newest message. */
  seq: number;
}

/** The service with customers who talk. */
export class FlowsWorld extends CampaignWorld {
  /** A customer who has a conversation with the bot. */
  async talk(outlet: { tenantId: string; id: string }): Promise<Talk> {
    const { tenantId, id: outletId } = outlet;
    const [contactId] = (await this.contacts(tenantId, 1)) as [string];
    const conversationId = v7();
    await this.infra.rows(
      `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, state, owner, last_message_at)
       values ($1, $2, $3, $4, 'open', 'bot', now())`,
      [tenantId, conversationId, outletId, contactId],
    );
    return { tenantId, outletId, contactId, conversationId, seq: 0 };
  }

  /** The customer writes; the event may come more than once. */
  async says(talk: Talk, text: string, { times = 1, type = 'text', asksForReply = true } = {}): Promise<void> {
    const { tenantId, outletId, contactId, conversationId } = talk;
    const message = {
      id: v7(),
      seq: ++talk.seq,
      direction: 'inbound',
      author: 'customer',
      type,
      text,
      status: 'received',
      at: this.now().toISOString(),
    } as const;
    const told = { conversationId, outletId, contactId, message, asksForReply };
    for (let n = 0; n < times; n++) await this.infra.publish(messageRecorded, tenantId, told);
    await this.infra.settled('engagement');
  }

  /** A person takes the conversation. @param isTold whether the event comes, too */
  async takesOver({ tenantId, outletId, conversationId }: Talk, isTold = true): Promise<void> {
    const [row] = await this.infra.rows<{ epoch: number }>(
      `update conversation.conversations set owner = 'agent', epoch = epoch + 1 where tenant_id = $1 and id = $2 returning epoch`,
      [tenantId, conversationId],
    );
    if (!isTold) return;
    const change = { state: 'open', owner: 'agent', previousOwner: 'bot', reason: 'taken_over', assigneeId: v7() } as const;
    await this.infra.publish(ownerChanged, tenantId, { conversationId, outletId, epoch: row!.epoch, ...change });
    await this.infra.settled('engagement');
  }

  async flow(outlet: { tenantId: string; id: string }, definition: object, name = `Flow ${v7()}`): Promise<string> {
    const { status, body } = await this.call('POST', '/flows', outlet.tenantId, { name, outletId: outlet.id, definition });
    if (status !== 201) throw new Error(JSON.stringify(body));
    await this.publish(outlet.tenantId, body.id);
    return body.id;
  }

  async publish(tenantId: string, id: string): Promise<Json> {
    const { status, body } = await this.call('POST', `/flows/${id}/publish`, tenantId);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  /** What the flow has said to this customer, in order. */
  async said({ tenantId, contactId }: Talk): Promise<unknown[]> {
    const [contact] = await this.infra.rows<{ phone: string }>('select phone from conversation.contacts where tenant_id = $1 and id = $2', [
      tenantId,
      contactId,
    ]);
    return (await this.askedByFlows(tenantId))
      .filter(({ to }) => to === contact!.phone)
      .map(({ message }) => message.text ?? (message.interactive as Json).body);
  }

  async askedByFlows(tenantId: string): Promise<Asked[]> {
    return (await this.asked(tenantId)).filter(({ reference }) => reference.startsWith('flow:'));
  }

  async moved({ tenantId, conversationId }: Talk): Promise<EventOf<typeof flowMoved>['data'][]> {
    return (await this.infra.outboxEvents(flowMoved, tenantId))
      .map(({ data }) => data)
      .filter((data) => data.conversationId === conversationId);
  }

  async runs({ tenantId, conversationId }: Talk): Promise<Json[]> {
    return this.infra.rows('select * from engagement.flow_runs where tenant_id = $1 and conversation_id = $2 order by id', [
      tenantId,
      conversationId,
    ]);
  }
}

export const say = (id: string, text: string): object => ({ id, kind: 'message', message: { type: 'text', text } });
export const edge = (from: string, port: string, to: string): object => ({ from, port, to });

/** Asks for a size, thanks, waits a day, and asks how it was. */
export const ORDER = {
  triggers: [{ kind: 'keyword', words: ['menu'] }],
  start: 'size',
  nodes: [
    {
      id: 'size',
      kind: 'question',
      text: 'Which size, {{ name }}?',
      answer: 'choice',
      choices: [
        { id: 's', title: 'Small' },
        { id: 'l', title: 'Large' },
      ],
      saveAs: 'size',
      retries: 1,
      timeout: { amount: 2, unit: 'hours' },
    },
    say('thanks', 'One {{ attributes.size }}.'),
    { id: 'rest', kind: 'wait', delay: { amount: 1, unit: 'days' } },
    say('after', 'How was it?'),
    say('late', 'We close this.'),
    { id: 'person', kind: 'handoff' },
  ],
  edges: [
    edge('size', 'choice:s', 'thanks'),
    edge('size', 'choice:l', 'thanks'),
    edge('size', 'invalid', 'person'),
    edge('size', 'timeout', 'late'),
    edge('thanks', 'next', 'rest'),
    edge('rest', 'next', 'after'),
  ],
};
