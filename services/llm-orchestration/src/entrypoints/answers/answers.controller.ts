import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, ProblemDto, TenantId } from '#service-kit';
import { TryQuestionHandler, type Told } from '../../handlers/answers/try-question.handler.js';
import { AnswerDoneDto, FoundPassagesDto, TokenDto, TryQuestionDto } from './answers.dto.js';
import { EventStream } from './event-stream.js';
import { sendGrown } from './send-grown.js';

@ApiTags('Answers')
@ApiExtraModels(FoundPassagesDto, TokenDto, AnswerDoneDto)
@Controller('api/v1/llm/answers')
export class AnswersController {
  constructor(private readonly tryQuestion: TryQuestionHandler) {}

  @Allow('agent', 'knowledge:read')
  @ApiOperation({
    summary: 'Try a question: the answer that a customer would get, as it is written',
    description:
      'Nothing is sent to anybody. The answer counts for the plan as one to a customer does. It comes as server-sent events: `passages` ' +
      '(if asked for), `token` for the next sentences, `done` at the end. A sentence is sent only after its check against the ' +
      'knowledge. If a later one is refused, a customer would get nothing of the answer: then `done` has the outcome `handoff` and no text, and ' +
      'what was shown is to be taken away. A failure after the first event is the event `error` with a problem. Whoever closes the connection ' +
      'stops the model.',
  })
  @ApiResponse({
    status: 200,
    description: 'The data of the events, by their names',
    content: {
      'text/event-stream': {
        schema: {
          anyOf: [FoundPassagesDto, TokenDto, AnswerDoneDto, ProblemDto].map((each) => ({ $ref: getSchemaPath(each) })),
        },
        example:
          'event: token\ndata: {"text":"We are open from 9 to 18."}\n\n' +
          'event: done\ndata: {"outcome":"answer","text":"We are open from 9 to 18.","citations":[],"usage":{"promptTokens":812,"completionTokens":40,"costMinor":0.03888,"currency":"USD"},"model":"gpt-4.1-mini","durationMs":900}\n\n',
      },
    },
  })
  @ApiResponse({ status: 402, description: 'quota_exceeded: the AI answers of the plan are used for this month', type: ProblemDto })
  @HttpCode(200)
  @Post()
  async try(@TenantId() tenantId: string, @Body() body: TryQuestionDto, @Res() reply: FastifyReply): Promise<void> {
    const { question, knowledgeBaseId: baseId, withPassages = false } = body;
    const stream = new EventStream(reply);
    const asked = { tenantId, question, history: [], baseId };
    await stream.run(() => this.tryQuestion.execute(asked, (told) => send(stream, told, withPassages), stream.left));
  }
}

function send(stream: EventStream, told: Told, withPassages: boolean): void {
  switch (told.kind) {
    case 'passages': {
      const items = told.passages.map(({ documentId, chunkId, title, heading, text, page, score, coverage }) => {
        return { documentId, chunkId, title, heading, text, ...(page === undefined ? {} : { page }), score, coverage };
      });
      // From here on whoever asked sees that an answer is being made.
      if (withPassages) stream.send('passages', { items } satisfies FoundPassagesDto);
      else stream.open();
      return;
    }
    default:
      return sendGrown(stream, told);
  }
}
