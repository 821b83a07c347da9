import { Controller } from '@nestjs/common';
import { askedQuestions, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { ListAskedQuestionsHandler } from '../../handlers/bot/list-asked-questions.handler.js';

@Controller()
export class AskedQuestionsQuery {
  constructor(private readonly listAsked: ListAskedQuestionsHandler) {}

  @Answers(askedQuestions)
  async asked({ tenantId, limit }: QuestionOf<typeof askedQuestions>): Promise<ReplyOf<typeof askedQuestions>> {
    return { items: await this.listAsked.execute(tenantId, limit) };
  }
}
