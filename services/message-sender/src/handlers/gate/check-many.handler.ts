import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import type { Decision } from '../../domain/gate/decide.js';
import { CheckMessageHandler, type Check } from './check-message.handler.js';

/** Checks under way at a time. */
const AT_ONCE = 4;

/** What the gate would say of a sample of messages. */
@Injectable()
export class CheckManyHandler {
  constructor(private readonly check: CheckMessageHandler) {}

  /** @returns an answer to each, in their order; of one that is wrong itself its problem */
  async execute(
    tenantId: string,
    outletId: string,
    messages: readonly { to: string; template: Record<string, unknown> }[],
    asked: Pick<Check, 'purpose' | 'class'>,
  ): Promise<(Decision | { problem: { code: string; detail: string } })[]> {
    const answers: (Decision | { problem: { code: string; detail: string } })[] = [];
    const entries = messages.entries();
    const work = async (): Promise<void> => {
      for (const [index, { to, template }] of entries) {
        try {
          answers[index] = await this.check.execute(tenantId, { outletId, to, type: 'template', template, ...asked });
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error;
          answers[index] = { problem: { code: error.code, detail: error.detail } };
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return answers;
  }
}
