import { Controller, Injectable, Module } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { z } from 'zod';
import { accountChanged, knowledgeSearch, messageReceived, type EventOf, type QuestionOf, type ReplyOf } from '#contracts';
import { createService, defineService, Transports } from '#service-kit';
import { Answers, Consumes, ConsumesBatch, JETSTREAM, PoisonedEvent } from './consume.js';

const failure = new PoisonedEvent('too_odd', 'cannot ever work');

@Controller()
class Handlers {
  readonly taken: unknown[] = [];

  @Consumes(accountChanged)
  async one(event: EventOf<typeof accountChanged>): Promise<void> {
    this.taken.push(event);
    if (event.data.wabaId === 'odd') throw failure;
  }

  @ConsumesBatch(messageReceived, { batch: 7 })
  async many(events: EventOf<typeof messageReceived>[]): Promise<void> {
    this.taken.push(events);
  }

  @Answers(knowledgeSearch)
  async answer(question: QuestionOf<typeof knowledgeSearch>): Promise<ReplyOf<typeof knowledgeSearch>> {
    if (question.query === 'odd') throw failure;
    return { items: [] };
  }
}

/** What the strategy is given by Nest, without NATS. */
@Injectable()
class Given extends Server implements CustomTransportStrategy {
  override readonly transportId = JETSTREAM;
  override readonly propagatesEventHandlerErrors = true;

  constructor(transports: Transports) {
    super();
    transports.add(this);
  }

  listen(done: () => void): void {
    done();
  }

  close(): void {}

  on(): void {}

  unwrap<T>(): T {
    return this as unknown as T;
  }
}

@Module({ controllers: [Handlers], providers: [Given] })
class HandlersModule {}

describe('a handler of events, as Nest hands it to the transport', () => {
  // With the guards, pipes and filters that every service has for HTTP.
  const definition = defineService({ name: 'tenant', summary: 'test', config: z.object({}), module: HandlersModule });
  let app: Awaited<ReturnType<typeof createService>>['app'];
  const call = async (subject: string, data: unknown): Promise<unknown> => app.get(Given).getHandlerByPattern(subject)!(data);

  beforeAll(async () => {
    ({ app } = await createService(definition, { IDENTITY_KEY: 'x'.repeat(32), LOG_LEVEL: 'silent' }));
  });
  afterAll(async () => app?.close());

  it('is given the event or the batch itself: no guard, pipe or interceptor of HTTP stands before it', async () => {
    const event = { data: { wabaId: 'w', unknown: 'fields stay' } };
    const batch = [event, event];
    await call(accountChanged.subject, event);
    await call(messageReceived.subject, batch);
    const { taken } = app.get(Handlers);
    expect(taken[0]).toBe(event);
    expect(taken[1]).toBe(batch);
  });

  it('fails with the error that it threw', async () => {
    await expect(call(accountChanged.subject, { data: { wabaId: 'odd' } })).rejects.toBe(failure);
    await expect(call(knowledgeSearch.subject, { tenantId: 't', query: 'odd' })).rejects.toBe(failure);
  });

  it('answers with what it returns', async () => {
    expect(await call(knowledgeSearch.subject, { tenantId: 't', query: 'hours', limit: 1 })).toEqual({ items: [] });
  });

  it('comes with what its decorator says', () => {
    const extras = (subject: string): unknown => app.get(Given).getHandlerByPattern(subject)!.extras;
    expect(extras(accountChanged.subject)).toEqual({ consume: { event: accountChanged, batch: 1, waitMs: 0 } });
    expect(extras(messageReceived.subject)).toEqual({ consume: { event: messageReceived, batch: 7, waitMs: 20 } });
    expect(extras(knowledgeSearch.subject)).toEqual({ query: knowledgeSearch });
  });
});
