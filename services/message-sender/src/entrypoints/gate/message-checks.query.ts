import { Controller } from '@nestjs/common';
import { messageChecks, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { CheckManyHandler } from '../../handlers/gate/check-many.handler.js';

@Controller()
export class MessageChecksQuery {
  constructor(private readonly check: CheckManyHandler) {}

  @Answers(messageChecks)
  async execute({
    tenantId,
    outletId,
    messages,
    purpose,
    class: sendClass,
  }: QuestionOf<typeof messageChecks>): Promise<ReplyOf<typeof messageChecks>> {
    return { answers: await this.check.execute(tenantId, outletId, messages, { purpose, class: sendClass }) };
  }
}
