import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Allow, By, idOf, ProblemDto, TenantId, type Actor } from '#service-kit';
import { SuggestionsHandler } from '../../handlers/suggestions/suggestions.handler.js';
import { ApproveSuggestionBody, ApprovedSuggestionDto, SuggestionListDto } from './suggestions.dto.js';

const BASE_ID = idOf('knowledge base');
const ID = idOf('suggestion');

@ApiTags('Knowledge')
@Controller('api/v1/knowledge-bases/:id/suggestions')
export class SuggestionsController {
  constructor(private readonly suggestions: SuggestionsHandler) {}

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'List what customers asked lately and the knowledge lacks, the most asked first',
    description:
      'Of the newest 100 questions that the bot did not answer and the newest 100 that it did: unanswered ones, those after whose answer a person took over, ' +
      'and those that the customer disliked, together where they are about one thing. What the draft answers already is left out.',
  })
  @ApiResponse({ status: 200, type: SuggestionListDto })
  @ApiResponse({ status: 503, description: 'questions_unavailable', type: ProblemDto })
  @Get()
  async list(@TenantId() tenantId: string, @Param('id', BASE_ID) baseId: string): Promise<SuggestionListDto> {
    const items = await this.suggestions.list(tenantId, baseId);
    return {
      items: items.map(({ evidence, ...suggestion }) => ({
        ...suggestion,
        evidence: evidence.map(({ conversationId, messageId, question, outcome, at }) => ({
          conversationId,
          messageId,
          question,
          outcome,
          at,
        })),
      })),
    };
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Approve a suggestion: its question and answer become a document of the draft' })
  @ApiResponse({ status: 201, type: ApprovedSuggestionDto })
  @Post(':suggestionId/approve')
  async approve(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Param('suggestionId', ID) id: string,
    @Body() body: ApproveSuggestionBody,
    @By() by: Actor,
  ): Promise<ApprovedSuggestionDto> {
    return this.suggestions.approve(tenantId, baseId, id, { question: body.question, answer: body.answer }, by);
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Dismiss a suggestion: questions about the same are not suggested again' })
  @ApiResponse({ status: 204 })
  @HttpCode(204)
  @Post(':suggestionId/dismiss')
  async dismiss(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Param('suggestionId', ID) id: string,
    @By() by: Actor,
  ): Promise<void> {
    await this.suggestions.dismiss(tenantId, baseId, id, by);
  }
}
