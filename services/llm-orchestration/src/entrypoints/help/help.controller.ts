import { applyDecorators, Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, ProblemDto, TenantId } from '#service-kit';
import type { Grown } from '../../handlers/answers/growing.js';
import { RewriteTextHandler } from '../../handlers/help/rewrite-text.handler.js';
import { SuggestReplyHandler } from '../../handlers/help/suggest-reply.handler.js';
import { AnswerDoneDto, TokenDto } from '../answers/answers.dto.js';
import { EventStream } from '../answers/event-stream.js';
import { sendGrown } from '../answers/send-grown.js';
import { RephraseDto, SuggestReplyDto, TranslateDto } from './help.dto.js';

const STREAM =
  'Nothing is sent to anybody; it counts for the plan as an answer. It comes as server-sent events: `token` for the next checked sentences, ' +
  '`done` at the end. Where nothing comes of it, `done` has the outcome `handoff`, a reason and no text, and what was shown is to be taken away. ' +
  'A failure after the first event is the event `error` with a problem. Whoever closes the connection stops the model.';

const Streams = (example: string) =>
  applyDecorators(
    HttpCode(200),
    ApiResponse({
      status: 200,
      description: 'The data of the events, by their names',
      content: {
        'text/event-stream': {
          schema: { anyOf: [TokenDto, AnswerDoneDto, ProblemDto].map((each) => ({ $ref: getSchemaPath(each) })) },
          example,
        },
      },
    }),
    ApiResponse({ status: 402, description: 'quota_exceeded: the AI answers of the plan are used for this month', type: ProblemDto }),
  );
const done = (text: string, model: string): string =>
  `event: done\ndata: ${JSON.stringify({ outcome: 'answer', text, citations: [], usage: { promptTokens: 210, completionTokens: 30 }, model, durationMs: 700 })}\n\n`;
const NO_MODEL = { status: 409, description: 'no_model: no model is set', type: ProblemDto };

/** Help for whoever writes to a customer. */
@ApiTags('Help for agents')
@ApiExtraModels(TokenDto, AnswerDoneDto)
@Controller('api/v1/llm')
export class HelpController {
  constructor(
    private readonly suggestReply: SuggestReplyHandler,
    private readonly rewriteText: RewriteTextHandler,
  ) {}

  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Suggest what to answer a customer, from the knowledge',
    description: `What the bot would answer, with what it is from; without a model the best passages. ${STREAM}`,
  })
  @Streams(done('We are open from 9 to 18.', 'gpt-4.1-mini'))
  @ApiResponse({ status: 409, description: 'nothing_asked: the customer has written nothing yet', type: ProblemDto })
  @Post('reply-suggestions')
  async suggest(@TenantId() tenantId: string, @Body() { conversationId }: SuggestReplyDto, @Res() reply: FastifyReply): Promise<void> {
    await stream(reply, (tell, left) => this.suggestReply.execute(tenantId, conversationId, tell, left));
  }

  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Say a text in other words',
    description: `It says the same: a new text with another number, address or promise is refused. ${STREAM}`,
  })
  @Streams(done('I am sorry, we can do that from Tuesday on.', 'gpt-4.1-mini'))
  @ApiResponse(NO_MODEL)
  @Post('rephrasings')
  async rephrase(@TenantId() tenantId: string, @Body() { text, tone }: RephraseDto, @Res() reply: FastifyReply): Promise<void> {
    await stream(reply, (tell, left) => this.rewriteText.execute(tenantId, { kind: 'rephrase', text, tone }, tell, left));
  }

  @Allow('agent', 'conversations:write')
  @ApiOperation({
    summary: 'Translate a text into the language of the customer',
    description: `A translation with another number, address or promise is refused. ${STREAM}`,
  })
  @Streams(done('Su pedido sale mañana.', 'gpt-4.1-mini'))
  @ApiResponse(NO_MODEL)
  @Post('translations')
  async translate(@TenantId() tenantId: string, @Body() body: TranslateDto, @Res() reply: FastifyReply): Promise<void> {
    const { text, language, conversationId } = body;
    await stream(reply, (tell, left) =>
      this.rewriteText.execute(tenantId, { kind: 'translate', text, language, conversationId }, tell, left),
    );
  }
}

async function stream(reply: FastifyReply, work: (tell: (told: Grown) => void, left: AbortSignal) => Promise<void>): Promise<void> {
  const events = new EventStream(reply);
  await events.run(() => work((told) => sendGrown(events, told), events.left));
}
