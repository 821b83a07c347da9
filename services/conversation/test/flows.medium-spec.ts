import { v7 } from 'uuid';
import { contactChanged, flowMoved, messageRecorded, ownerChanged, replyGenerated, replyRequested, type FlowDeed } from '#contracts';
import type { RunningService } from '#service-kit';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, reply, World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

const ROSA = { phone: '16505551234', name: 'Rosa' };

describe('a conversation in which a flow runs', () => {
  let infra: Infrastructure;
  let running: RunningService | undefined;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service);
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 60_000);

  /** The flow tells where it is. */
  async function move(world: World, told: { seq: number; waits: boolean; deeds?: FlowDeed[] }, id = v7()): Promise<void> {
    const [conversation] = await world.conversations();
    const { id: conversationId, contact_id: contactId } = conversation!;
    await infra.publish(flowMoved, world.tenantId, { runId: v7(), flowId: v7(), conversationId, contactId, deeds: [], ...told }, { id });
    await infra.settled('conversation');
  }

  it('does not ask the bot while the flow waits, speaks no answer that was asked for before, and asks again when the flow is done', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    await world.write(ROSA, 'menu');
    const [asked] = await world.requests();
    await move(world, { seq: 1, waits: true });
    await infra.publish(replyGenerated, world.tenantId, reply(asked!, answer('too late')));
    await world.write(ROSA, 'Large');
    await infra.settled('conversation');
    expect((await world.messages()).map(({ author, text }) => [author, text])).toEqual([
      ['customer', 'menu'],
      ['customer', 'Large'],
    ]);
    await move(world, { seq: 2, waits: false });
    expect(await world.sent(replyRequested)).toHaveLength(1);
    await world.write(ROSA, 'And when do you open?');
    const requests = await world.requests(2);
    // What the flow has answered is not asked again.
    expect(requests[1]!.question).toBe('And when do you open?');
  }, 60_000);

  it('is told which messages it is to answer, and which somebody has answered already', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    await world.write(ROSA, 'menu');
    await world.write(ROSA, 'STOP');
    await infra.settled('conversation');
    const told = (await world.sent(messageRecorded)).filter(({ message }) => message.author === 'customer');
    expect(told.map(({ message, asksForReply }) => [message.text, asksForReply])).toEqual([
      ['menu', true],
      ['STOP', false],
    ]);
  }, 60_000);

  it('is no flow’s for ever when what a flow told comes late', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    await world.write(ROSA, 'menu');
    await world.requests();
    const [asked, ended] = [v7(), v7()];
    await move(world, { seq: 1, waits: false }, ended);
    await move(world, { seq: 1, waits: true }, asked);
    expect(await world.conversations()).toMatchObject([{ owner: 'bot', flow_run_id: null, flow_event_id: ended }]);
    await world.write(ROSA, 'And when do you open?');
    expect((await world.requests(2))[1]!.question).toContain('And when do you open?');
  }, 60_000);

  it('gives the bot what the customer said after the flow was done, and what the flow leaves to it', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    await world.write(ROSA, 'menu');
    await world.requests();
    await move(world, { seq: 1, waits: true });
    await world.write(ROSA, 'no');
    await world.write(ROSA, 'Where are you?');
    await infra.settled('conversation');
    await move(world, { seq: 2, waits: false });
    expect((await world.requests(2))[1]!.question).toBe('Where are you?');
    await move(world, { seq: 3, waits: false, deeds: [{ kind: 'answer' }] });
    expect((await world.requests(3))[2]!.question).toBe('Where are you?');
  }, 60_000);

  it('is handed to people by the flow, keeps with the contact what it has learnt, and is not the flow’s any more once a person has it', async () => {
    const world = await World.create(infra, { replyDebounceMs: 0 });
    await world.write(ROSA, 'menu');
    await world.requests();
    const learnt: FlowDeed[] = [
      { kind: 'attribute', name: 'size', value: 'Large' },
      { kind: 'tags', add: ['big'], remove: [] },
    ];
    await move(world, { seq: 1, waits: true, deeds: learnt });
    const facts = () => infra.rows('select attributes, tags from conversation.contacts where tenant_id = $1', [world.tenantId]);
    expect(await facts()).toEqual([{ attributes: { size: 'Large' }, tags: ['big'] }]);
    expect(await world.sent(contactChanged)).toMatchObject([{ change: 'changed', fields: ['attributes', 'tags'], addedTags: ['big'] }]);
    await move(world, { seq: 1, waits: false, deeds: [{ kind: 'handoff' }] });
    expect(await world.conversations()).toMatchObject([{ owner: 'none', state: 'pending', handoff_reason: 'flow' }]);
    expect(await world.sent(ownerChanged)).toMatchObject([{ owner: 'none', previousOwner: 'bot', reason: 'flow' }]);
    const before = await world.conversations();
    await move(world, { seq: 1, waits: true, deeds: [{ kind: 'tags', add: [], remove: ['big'] }] });
    expect(await world.conversations()).toMatchObject([{ owner: 'none', epoch: before[0]!.epoch, flow_run_id: null }]);
    expect(await facts()).toMatchObject([{ tags: [] }]);
  }, 60_000);
});
