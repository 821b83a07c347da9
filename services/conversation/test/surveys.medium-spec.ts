import { v7 } from 'uuid';
import { conversationAudited, messageReceived, replyRequested, surveyChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { validateOutbound, type OutboundContent } from '#whatsapp';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { ApplyRetentionHandler } from '../src/handlers/privacy/apply-retention.handler.js';
import { AskSurveyHandler } from '../src/handlers/surveys/ask-survey.handler.js';
import { FindDueSurveysHandler } from '../src/handlers/surveys/find-due-surveys.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { eventOf, Process } from './interleaving.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';

interface SurveyRow {
  id: string;
  conversation_id: string;
  agent_id: string | null;
  asked_at: string | null;
  rating: number | null;
  comment_ids: string[];
}

describe('the survey after closing', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let process: Process;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
    process = await Process.start(infra);
  }, 60_000);
  afterAll(async () => {
    await process?.end();
    await running?.close();
    await infra?.stop();
  }, 30_000);

  async function world(settings: Record<string, unknown> = {}, outlet: Record<string, unknown> = {}) {
    const inbox = await InboxWorld.create(infra, running.url, {}, outlet);
    const set = await inbox.as('admin')('PUT', '/survey-settings', { enabled: true, ...settings });
    expect(set.status).toBe(200);
    const { tenantId } = inbox.world;
    const rows = () => infra.rows<SurveyRow>('select * from conversation.surveys where tenant_id = $1 order by id', [tenantId]);
    const close = async (id: string): Promise<void> => {
      expect((await inbox.as('agent')('POST', `/conversations/${id}/close`)).status).toBe(200);
    };
    const takeOver = (id: string) => inbox.as('agent')('POST', `/conversations/${id}/take-over`);
    const asked = (count = 1) =>
      eventually(async () => {
        const found = (await rows()).filter(({ asked_at }) => asked_at !== null);
        expect(found).toHaveLength(count);
        return found.at(-1)!;
      });
    const says = async (text: string, more: object = {}): Promise<void> => {
      const before = await inbox.world.handled();
      await inbox.world.write({ phone: '1' }, text, more);
      await inbox.world.untilHandled(before + 1);
    };
    const reply = (surveyId: string, rating: number) => ({
      type: 'interactive',
      raw: {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: `chasqui-survey:${surveyId}:${rating}`, title: `${rating}` } },
      },
    });
    const presses = (surveyId: string, rating: number, more: object = {}) => says(`${rating}`, { ...reply(surveyId, rating), ...more });
    const system = async () => (await inbox.world.messages()).filter(({ author }) => author === 'system');
    /** Closed by an agent who had it, and asked. */
    const begun = async (): Promise<{ id: string; survey: SurveyRow }> => {
      const id = await inbox.written('My zip is broken');
      await takeOver(id);
      await close(id);
      return { id, survey: await asked() };
    };
    const seen = async (id: string) => (await inbox.as('viewer')('GET', `/conversations/${id}/surveys`)).body.items;
    return { inbox, tenantId, rows, close, takeOver, asked, says, reply, presses, system, begun, seen };
  }

  it('is off until somebody switches it on', async () => {
    const inbox = await InboxWorld.create(infra, running.url);
    expect((await inbox.as('admin')('GET', '/survey-settings')).body).toMatchObject({
      enabled: false,
      servedBy: 'both',
      waitMinutes: 0,
      everyDays: 7,
      asksComment: true,
      texts: {},
    });
    const id = await inbox.written();
    await inbox.as('agent')('POST', `/conversations/${id}/close`);
    expect(await infra.rows('select from conversation.surveys where tenant_id = $1', [inbox.world.tenantId])).toEqual([]);
  });

  it('asks with a list that WhatsApp takes, in the language of the tenant, as the system', async () => {
    const { inbox, tenantId, begun, system } = await world({}, { language: 'es' });
    const { id, survey } = await begun();
    expect(survey).toMatchObject({ conversation_id: id, agent_id: AGENT, rating: null });
    const [said] = await system();
    expect(said).toMatchObject({ type: 'interactive', text: '¿Qué te pareció nuestra atención? Elige del 1 al 5.', status: 'queued' });
    const send = (await inbox.world.sends()).at(-1)!;
    expect(send).toMatchObject({ messageId: said!.id, conversationId: id, to: { phone: '1' }, class: 'reply' });
    expect(validateOutbound(send.content as unknown as OutboundContent)).toEqual([]);
    expect((await infra.outboxEvents(surveyChanged, tenantId)).map(({ data }) => data)).toEqual([
      { surveyId: survey.id, conversationId: id, outletId: inbox.world.outletId, agentId: AGENT, askedAt: survey.asked_at },
    ]);
    expect(await inbox.only()).toMatchObject({ state: 'closed', unread_count: 1 });
  });

  it('records the answer once, thanks once, and wakes nobody', async () => {
    const { inbox, tenantId, begun, presses, system, seen, rows } = await world();
    const { id, survey } = await begun();
    const before = await inbox.only();
    await presses(survey.id, 4);
    await presses(survey.id, 1);
    await presses(survey.id, 4, { wamid: 'wamid.again' });
    await presses(survey.id, 4, { wamid: 'wamid.again' });
    expect(await inbox.only()).toMatchObject({
      state: 'closed',
      owner: 'none',
      epoch: before.epoch,
      unread_count: before.unread_count,
      reply_due_at: null,
    });
    expect(await inbox.world.sent(replyRequested)).toEqual([]);
    expect(await seen(id)).toMatchObject([{ id: survey.id, agentId: AGENT, rating: 4, comment: null }]);
    expect((await system()).map(({ text }) => text)).toEqual([
      'How was our help? Please choose from 1 to 5.',
      'Thank you for your rating! Would you like to tell us why? Just write it here.',
    ]);
    const told = (await infra.outboxEvents(surveyChanged, tenantId)).map(({ data }) => data.rating);
    expect(told).toEqual([undefined, 4]);
    const lines = (await inbox.as('viewer')('GET', `/conversations/${id}/activities`)).body.items;
    expect(lines[0]).toMatchObject({ kind: 'survey_answered', author: 'customer', rating: 4 });
    expect(await rows()).toHaveLength(1);
  });

  it('opens the service window with the answer, since the customer has written', async () => {
    const { inbox, begun, presses } = await world();
    const { survey } = await begun();
    await infra.rows(
      `update conversation.conversations set window_expires_at = now() - interval '1 hour' where tenant_id = $1 returning id`,
      [inbox.world.tenantId],
    );
    await presses(survey.id, 5);
    expect(Date.parse((await inbox.only()).window_expires_at!)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  });

  it('takes a number that is written as the answer, and the next words as the reason', async () => {
    const { inbox, begun, says, seen, system } = await world();
    const { id } = await begun();
    await says('5');
    await says('Luis was patient with me');
    await says('and quick');
    expect(await seen(id)).toMatchObject([{ rating: 5, comment: 'Luis was patient with me\nand quick' }]);
    expect(await inbox.only()).toMatchObject({ state: 'closed', unread_count: 1 });
    expect(await system()).toHaveLength(2);
    expect(await inbox.world.sent(replyRequested)).toEqual([]);
  });

  it('takes no question for a reason: it opens the conversation, and only it is asked', async () => {
    const { inbox, begun, presses, says, seen } = await world();
    const { id, survey } = await begun();
    await presses(survey.id, 5);
    await says('Great. Do you also repair straps?');
    expect(await seen(id)).toMatchObject([{ rating: 5, comment: null }]);
    expect(await inbox.only()).toMatchObject({ state: 'open', owner: 'bot', unread_count: 2 });
    await infra.rows('update conversation.conversations set reply_due_at = now() where tenant_id = $1 returning id', [
      inbox.world.tenantId,
    ]);
    const [request] = await inbox.world.requests();
    expect(request!.question).toBe('Great. Do you also repair straps?');
    expect(JSON.stringify(request!.history)).not.toContain('How was our help');
  });

  it('takes what is written later, or after something else, for what it is', async () => {
    const { inbox, begun, presses, says } = await world();
    const { survey } = await begun();
    await presses(survey.id, 2);
    await infra.rows(`update conversation.conversations set survey_until = now() - interval '1 second' where tenant_id = $1 returning id`, [
      inbox.world.tenantId,
    ]);
    await says('Everything was fine');
    expect(await inbox.only()).toMatchObject({ state: 'open', owner: 'bot' });
  });

  it('is answered after reopening too, without another word of the bot', async () => {
    const { inbox, begun, presses, says, seen } = await world();
    const { id, survey } = await begun();
    await says('One more thing about the zip');
    const before = await inbox.only();
    await presses(survey.id, 3);
    expect(await inbox.only()).toMatchObject({ state: 'open', owner: 'bot', epoch: before.epoch, unread_count: before.unread_count });
    expect(await seen(id)).toMatchObject([{ rating: 3 }]);
    await infra.rows('update conversation.conversations set reply_due_at = now() where tenant_id = $1 returning id', [
      inbox.world.tenantId,
    ]);
    const [request] = await inbox.world.requests();
    expect(request!.question).toBe('One more thing about the zip');
  });

  it('records answers that come in one batch as if they had come one by one', async () => {
    const { inbox, tenantId, begun, reply, seen } = await world();
    const { id, survey } = await begun();
    const message = (text: string, more: object = {}) =>
      eventOf(messageReceived, tenantId, {
        outletId: inbox.world.outletId,
        phoneNumberId: inbox.world.phoneNumberId,
        message: {
          wamid: `wamid.${v7()}`,
          type: 'text',
          timestamp: new Date().toISOString(),
          from: { phone: '1' },
          text,
          raw: { type: 'text', text: { body: text } },
          ...more,
        },
      });
    await process
      .get(RecordInboundMessageHandler)
      .execute([message('4', reply(survey.id, 4)), message('Friendly people'), message('2', reply(survey.id, 2))]);
    expect(await seen(id)).toMatchObject([{ rating: 4, comment: 'Friendly people' }]);
    expect(await inbox.only()).toMatchObject({ state: 'closed' });
  });

  it.each([
    ['people', true, 1],
    ['people', false, 0],
    ['bot', true, 0],
    ['bot', false, 1],
  ])('asks after conversations of %s; a person had it: %s', async (servedBy, isTaken, count) => {
    const { inbox, close, takeOver, asked, rows } = await world({ servedBy });
    const id = await inbox.written();
    if (isTaken) await takeOver(id);
    await close(id);
    expect(await rows()).toHaveLength(count);
    if (count > 0) expect((await asked()).agent_id).toBe(isTaken ? AGENT : null);
  });

  it('asks a customer once in so many days, whatever is closed', async () => {
    const { begun, says, close, takeOver, rows, system } = await world({ asksComment: false });
    const { id } = await begun();
    await says('It broke again!');
    await takeOver(id);
    await close(id);
    await eventually(async () => expect((await rows()).filter(({ asked_at }) => asked_at === null)).toEqual([]));
    expect(await rows()).toHaveLength(1);
    expect(await system()).toHaveLength(1);
    await infra.rows(`update conversation.surveys set asked_at = now() - interval '8 days' where conversation_id = $1 returning id`, [id]);
    await says('And again!');
    await close(id);
    await eventually(async () => expect((await rows()).filter(({ asked_at }) => asked_at !== null)).toHaveLength(2));
  });

  it('is not sent where the conversation was opened again, or the window closed, before its time', async () => {
    const { inbox, close, says, rows, tenantId } = await world({ waitMinutes: 10 });
    const id = await inbox.written();
    await close(id);
    const [planned] = await rows();
    expect(planned).toMatchObject({ asked_at: null });
    await says('Wait, one more thing');
    const due = () =>
      infra.rows(`update conversation.surveys set due_at = now() - interval '1 second' where tenant_id = $1 returning id`, [tenantId]);
    await due();
    await eventually(async () => expect(await rows()).toEqual([]));
    await close(id);
    await infra.rows(`update conversation.conversations set window_expires_at = now() - interval '1 second' where id = $1 returning id`, [
      id,
    ]);
    await due();
    await eventually(async () => expect(await rows()).toEqual([]));
    expect((await inbox.world.messages()).filter(({ author }) => author === 'system')).toEqual([]);
  });

  it('is asked once where two processes find it at the same time', async () => {
    const { inbox, close, rows, system, tenantId } = await world({ waitMinutes: 10 });
    const id = await inbox.written();
    await close(id);
    const [planned] = await rows();
    const survey = { tenantId, id: planned!.id, conversationId: id };
    await infra.rows(`update conversation.surveys set due_at = now() where tenant_id = $1 returning id`, [tenantId]);
    await Promise.all(Array.from({ length: 4 }, () => process.get(AskSurveyHandler).execute(survey)));
    await eventually(async () => expect(await system()).toHaveLength(1));
    expect((await process.get(FindDueSurveysHandler).execute()).filter((due) => due.tenantId === tenantId)).toEqual([]);
  });

  it('goes with the customer who is erased; an answer after that changes nothing', async () => {
    const { inbox, begun, presses, rows } = await world();
    const { survey } = await begun();
    const { contact_id: contactId } = await inbox.only();
    expect((await inbox.as('admin')('POST', `/contacts/${contactId}/erasure`)).status).toBe(202);
    expect(await rows()).toEqual([]);
    await presses(survey.id, 5);
    expect(await rows()).toEqual([]);
    expect(await inbox.world.sent(replyRequested)).toEqual([]);
    expect((await inbox.world.messages()).filter(({ direction }) => direction === 'outbound')).toEqual([]);
  });

  it('goes with messages that are older than the tenant keeps them', async () => {
    const { inbox, begun, rows, tenantId } = await world();
    await begun();
    await infra.rows(`update conversation.surveys set id = '0198c0de-0000-7000-8000-000000000001' where tenant_id = $1 returning id`, [
      tenantId,
    ]);
    expect((await inbox.as('admin')('PUT', '/retention', { messagesDays: 30 })).status).toBe(200);
    await process.get(ApplyRetentionHandler).execute();
    expect(await rows()).toEqual([]);
  });

  it('stays with the customer when two contacts turn out to be one', async () => {
    const { inbox, begun, presses, seen } = await world();
    const { survey } = await begun();
    await inbox.world.write({ userId: 'US.555017200000001' }, 'Under my user name');
    await eventually(async () => expect(await inbox.all()).toHaveLength(2));
    const contacts = await inbox.world.contacts();
    const stays = contacts.find(({ user_id: userId }) => userId !== null)!.id;
    const goes = contacts.find(({ id }) => id !== stays)!.id;
    const merged = await inbox.as('admin')('POST', `/contacts/${stays}/merge`, { contactId: goes });
    expect(merged.status).toBeLessThan(300);
    await presses(survey.id, 4);
    expect(await seen((await inbox.only()).id)).toMatchObject([{ id: survey.id, rating: 4 }]);
  });

  it('is another tenant’s as little as the conversation', async () => {
    const [one, other] = [await world(), await world()];
    const { id, survey } = await one.begun();
    await other.begun();
    await other.presses(survey.id, 1);
    expect(await one.rows()).toMatchObject([{ rating: null }]);
    expect((await other.inbox.as('admin')('GET', `/conversations/${id}/surveys`)).status).toBe(404);
  });

  it('is set by admins, whole, under its version, and written into the audit log', async () => {
    const { inbox, tenantId } = await world();
    expect((await inbox.as('agent')('PUT', '/survey-settings', { enabled: false })).status).toBe(403);
    const stale = await inbox.as('admin')('PUT', '/survey-settings', { enabled: false }, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
    for (const wrong of [
      { waitMinutes: 23 * 60 + 1 },
      { everyDays: -1 },
      { servedBy: 'cat' },
      { texts: { en: { question: ' ' } } },
      { texts: { xx: {} } },
    ]) {
      expect((await inbox.as('admin')('PUT', '/survey-settings', wrong)).status).toBe(400);
    }
    const texts = { en: { question: 'Happy?', thanks: null } };
    const { body } = await inbox.as('admin')('PUT', '/survey-settings', { enabled: true, everyDays: 0, texts });
    expect(body).toMatchObject({ enabled: true, everyDays: 0, servedBy: 'both', texts });
    const audited = await infra.outboxEvents(conversationAudited, tenantId);
    expect(audited.map(({ data }) => data.action)).toEqual(['survey.settings_changed', 'survey.settings_changed']);
  });
});
