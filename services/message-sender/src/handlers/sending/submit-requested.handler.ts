import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { Problem } from '#service-kit';
import type { Submission } from '../../domain/sending/submission.js';
import { requestedBy, TellRequester } from '../queue/tell-requester.step.js';
import { SubmitMessageHandler, type Requested } from './submit-message.handler.js';

/** Messages of one batch under way at a time: each is a transaction of its own, since the gate looks at what it has let through before. */
const AT_ONCE = 8;

/** Takes messages of other services into the queue, by the same checks as those of programs, and says which do not leave. */
@Injectable()
export class SubmitRequestedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly requester: TellRequester,
    private readonly submit: SubmitMessageHandler,
  ) {}

  /** @param events of one tenant. Those to the same recipient are taken in their order. @throws the first failure that is no refusal, after all others were taken */
  async execute(events: readonly Requested[]): Promise<void> {
    const lanes = Map.groupBy(events, ({ data: { outletId, to } }) => `${outletId}:${to}`).values();
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (const lane of lanes) {
        try {
          for (const event of lane) await this.#take(event);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failures.length > 0) throw failures[0];
  }

  async #take(event: Requested): Promise<void> {
    const { outletId, to, class: sendClass, purpose, message } = event.data;
    const submission = { ...message, outletId, to, ...(purpose ? { purpose } : {}) } as Submission;
    try {
      await this.submit.execute(event.tenantId, submission, sendClass, { request: event });
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      await this.#refuse(event, error);
    }
  }

  async #refuse(event: Requested, { code, detail, errors }: Problem): Promise<void> {
    const { messageId, outletId, reference } = event.data;
    const fields = errors?.map(({ field, message }) => `${field}: ${message}`).join('; ');
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      this.requester.append(tx, requestedBy(event.requester, reference), {
        messageId,
        outletId,
        status: 'refused',
        refusal: { code, detail: fields ? `${detail} ${fields}` : detail },
        errors: [],
        at: new Date().toISOString(),
      });
    });
  }
}
