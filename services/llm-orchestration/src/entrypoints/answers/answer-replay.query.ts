import { Controller } from '@nestjs/common';
import { answerReplay, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { ReplayQuestionsHandler } from '../../handlers/answers/replay-questions.handler.js';

@Controller()
export class AnswerReplayQuery {
  constructor(private readonly replayQuestions: ReplayQuestionsHandler) {}

  @Answers(answerReplay)
  async replay(question: QuestionOf<typeof answerReplay>): Promise<ReplyOf<typeof answerReplay>> {
    return { results: await this.replayQuestions.execute(question) };
  }
}
