import type { Transaction } from '#database';
import type { RunningService } from '#service-kit';
import { asApiKey, asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { MODULES } from '../../../deploy/migrations.js';
import { ApplyRetentionHandler as ForgetAnswers } from '../../llm-orchestration/src/handlers/privacy/apply-retention.handler.js';
import { service as llmService } from '../../llm-orchestration/src/service.js';
import { RetentionRepository as AnswersRetention } from '../../llm-orchestration/src/persistence/privacy/retention.repository.js';
import { RetentionRepository as SendingsRetention } from '../../message-sender/src/persistence/privacy/retention.repository.js';
import { ApplyRetentionHandler as ForgetSendings } from '../../message-sender/src/handlers/privacy/apply-retention.handler.js';
import { service as senderService } from '../../message-sender/src/service.js';
import { ApplyRetentionHandler } from '../src/handlers/privacy/apply-retention.handler.js';
import { RetentionRepository } from '../src/persistence/privacy/retention.repository.js';
import { IndexMessagesHandler } from '../src/handlers/search/index-messages.handler.js';
import { service } from '../src/service.js';

const DAY_MS = 24 * 60 * 60_000;

describe('how long messages are kept', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let sender: RunningService;
  let llm: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: MODULES });
    running = await startService(infra, service);
    sender = await startService(infra, senderService);
    llm = await startService(infra, llmService);
  }, 90_000);
  afterAll(async () => {
    for (const each of [running, sender, llm]) await each?.close();
    await infra?.stop();
  }, 30_000);

  async function call(headers: Record<string, string>, method: string, path: string, body?: unknown) {
    const response = await fetch(`${running.url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Shapes are what these tests are about.
    return { status: response.status, etag: response.headers.get('etag'), body: (await response.json()) as any };
  }

  it('is set by whoever runs the tenant and has read it last', async () => {
    const tenantId = v7();
    const admin = asMember(infra, tenantId, 'admin');
    const read = await call(admin, 'GET', '/retention');
    expect(read).toMatchObject({ status: 200, body: { messagesDays: null }, etag: '"0"' });
    const set = await call({ ...admin, 'if-match': read.etag! }, 'PUT', '/retention', { messagesDays: 365 });
    expect(set).toEqual({ status: 200, body: { messagesDays: 365 }, etag: '"1"' });
    expect(await call({ ...admin, 'if-match': read.etag! }, 'PUT', '/retention', { messagesDays: 1 })).toMatchObject({
      status: 412,
      body: { code: 'precondition_failed' },
    });
    expect((await call(admin, 'GET', '/retention')).body).toEqual({ messagesDays: 365 });
    for (const messagesDays of [0, 3651, 1.5, '30', undefined]) {
      expect(await call(admin, 'PUT', '/retention', { messagesDays })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    }
    expect((await call(admin, 'PUT', '/retention', { messagesDays: null })).body).toEqual({ messagesDays: null });
    expect((await call(asMember(infra, tenantId, 'agent'), 'PUT', '/retention', { messagesDays: 1 })).status).toBe(403);
    expect((await call(asApiKey(infra, tenantId, ['contacts:read']), 'PUT', '/retention', { messagesDays: 1 })).status).toBe(403);
  });

  /** A conversation with messages of these ages, here and where they were sent and answered. @returns its id */
  async function conversation(tenantId: string, agesInDays: readonly number[]): Promise<string> {
    const [outletId, contactId, conversationId] = [v7(), v7(), v7()];
    await infra.rows(`insert into conversation.contacts (tenant_id, id, phone) values ($1, $2, '16505551234')`, [tenantId, contactId]);
    await infra.rows(
      `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, last_message_at, next_seq) values ($1, $2, $3, $4, now(), $5)`,
      [tenantId, conversationId, outletId, contactId, agesInDays.length + 1],
    );
    for (const [index, days] of agesInDays.entries()) {
      const at = new Date(Date.now() - days * DAY_MS);
      const id = v7({ msecs: at.getTime() });
      const values = [tenantId, id, conversationId];
      await infra.rows(
        `insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
         values ($1, $2, $3, $4, 'outbound', 'bot', 'text', $5, 'sent', 1, $6)`,
        [...values, index + 1, `hello day${days}`, at],
      );
      await infra.rows(
        `insert into conversation.notes (tenant_id, id, conversation_id, author_id, text, after_seq, created_at) values ($1, $2, $3, $2, 'note', 0, $4)`,
        [...values, at],
      );
      await infra.rows(
        `insert into conversation.activities (tenant_id, id, conversation_id, kind, author, after_seq, created_at) values ($1, $2, $3, 'closed', 'agent', 0, $4)`,
        [...values, at],
      );
      await infra.rows(
        `insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id) values ($1, $4, $5, $3, 'message', $2)`,
        [...values, outletId, index + 1],
      );
      await infra.rows(
        `insert into message_sender.messages (tenant_id, id, conversation_id, outlet_id, lane, class, content, state, send_at, created_at)
         values ($1, $2, $3, $4, 'lane', 'reply', '{}', $5, case $5 when 'scheduled' then now() + interval '1 day' end, $6)`,
        // The oldest still waits: what is to be sent is not removed.
        [...values, outletId, index === 0 ? 'scheduled' : 'delivered', at],
      );
      await infra.rows(
        `insert into message_sender.status_log (tenant_id, message_id, wamid, status, outlet_id, status_at, received_at, recipient)
         select $1, case n when 1 then $2::uuid end, $2::text || n, 'delivered', $3, $4, $4, '{}' from generate_series(1, 2) n`,
        [tenantId, id, outletId, at],
      );
      await infra.rows(
        `insert into llm_orchestration.answers (tenant_id, request_id, conversation_id, outlet_id, epoch, outcome, responder, model,
           prompt_tokens, completion_tokens, duration_ms, citations, created_at)
         values ($1, $2, $3, $4, 1, 'answer', 'offline', 'x', 0, 0, 0, '[]', $5)`,
        [...values, outletId, at],
      );
    }
    await infra.rows(`insert into conversation.inbox_positions (tenant_id, outlet_id, seq) values ($1, $2, $3)`, [
      tenantId,
      outletId,
      agesInDays.length,
    ]);
    return conversationId;
  }

  it('removes what is older everywhere, and leaves contacts, conversations and other tenants', async () => {
    const [tenantId, other] = [v7(), v7()];
    const ages = [400, 40, 31, 29, 1];
    const id = await conversation(tenantId, ages);
    await conversation(other, ages);
    await running.app.get(IndexMessagesHandler).execute();
    await call(asMember(infra, tenantId, 'owner'), 'PUT', '/retention', { messagesDays: 30 });

    expect(await running.app.get(ApplyRetentionHandler).execute()).toBe(3);
    expect(await sender.app.get(ForgetSendings).execute()).toBe(2);
    expect(await llm.app.get(ForgetAnswers).execute()).toBe(3);

    const count = async (table: string, of: string): Promise<number> =>
      (await infra.rows<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [of]))[0]!.n;
    const left = async (of: string): Promise<Record<string, number>> => ({
      messages: await count('conversation.messages', of),
      terms: await count('conversation.message_terms', of),
      notes: await count('conversation.notes', of),
      activities: await count('conversation.activities', of),
      conversations: await count('conversation.conversations', of),
      contacts: await count('conversation.contacts', of),
      sendings: await count('message_sender.messages', of),
      statuses: await count('message_sender.status_log', of),
      answers: await count('llm_orchestration.answers', of),
    });
    // The one that waits is kept with its status; of each of the two kept messages there are two statuses.
    expect(await left(tenantId)).toEqual({
      messages: 2,
      terms: 4,
      notes: 2,
      activities: 2,
      conversations: 1,
      contacts: 1,
      sendings: 3,
      statuses: 5,
      answers: 2,
    });
    expect(await left(other)).toEqual({
      messages: 5,
      terms: 10,
      notes: 5,
      activities: 5,
      conversations: 1,
      contacts: 1,
      sendings: 5,
      statuses: 10,
      answers: 5,
    });
    const viewer = asMember(infra, tenantId, 'viewer');
    expect((await call(viewer, 'GET', `/conversations/${id}/messages`)).body.items.map((message: any) => message.text)).toEqual([
      'hello day29',
      'hello day1',
    ]);
    expect((await call(viewer, 'GET', '/conversations/search?q=day40')).body.items).toEqual([]);
    expect((await call(viewer, 'GET', '/conversations/search?q=day29')).body.items).toHaveLength(1);
    expect(await running.app.get(ApplyRetentionHandler).execute()).toBe(0);
  }, 60_000);

  it('of one tenant cannot keep the others from theirs', async () => {
    const ids = [v7(), v7()].sort();
    for (const tenantId of ids) {
      await conversation(tenantId, [40]);
      await infra.rows(`update message_sender.messages set state = 'delivered', send_at = null where tenant_id = $1`, [tenantId]);
      await infra.rows(`insert into conversation.retention (tenant_id, messages_days, updated_by) values ($1, 30, 'x')`, [tenantId]);
    }
    const failing = <Name extends string>(
      repository: Record<Name, (tx: Transaction, ...rest: never[]) => Promise<unknown>>,
      name: Name,
    ): (() => void) => {
      const works = repository[name].bind(repository);
      repository[name] = async (tx, ...rest) => {
        if (tx.tenantId === ids[0]) throw new Error('cannot be removed');
        return works(tx, ...rest);
      };
      return () => (repository[name] = works);
    };
    const mend = [
      failing(running.app.get(RetentionRepository) as never, 'deleteMessages'),
      failing(sender.app.get(SendingsRetention) as never, 'oldMessages'),
      failing(llm.app.get(AnswersRetention) as never, 'deleteAnswers'),
    ];
    const handlers = [running.app.get(ApplyRetentionHandler), sender.app.get(ForgetSendings), llm.app.get(ForgetAnswers)];
    try {
      for (const handler of handlers) await expect(handler.execute()).rejects.toThrow('cannot be removed');
    } finally {
      for (const each of mend) each();
    }
    for (const table of ['conversation.messages', 'message_sender.messages', 'llm_orchestration.answers']) {
      const left = await infra.rows(`select tenant_id from ${table} where tenant_id = any($1)`, [ids]);
      expect([table, left.filter(({ tenant_id }: any) => tenant_id === ids[1])]).toEqual([table, []]);
    }
    for (const handler of handlers) expect(await handler.execute()).toBe(1);
  });
});
