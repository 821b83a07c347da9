import { Controller } from '@nestjs/common';
import { openQuestion, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { FindOpenQuestionHandler } from '../../handlers/bot/find-open-question.handler.js';

@Controller()
export class OpenQuestionQuery {
  constructor(private readonly findOpen: FindOpenQuestionHandler) {}

  @Answers(openQuestion)
  async open({ tenantId, conversationId }: QuestionOf<typeof openQuestion>): Promise<ReplyOf<typeof openQuestion>> {
    const found = await this.findOpen.execute(tenantId, conversationId);
    if (!found) return { isUnknown: true };
    if (!found.asked) return {};
    const { wamid: _, ...asked } = found.asked;
    return { asked };
  }
}
