import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, By, idOf, idOfCursor, PageQuery, Problem, ProblemDto, readFormFile, TenantId, toPage, type Actor } from '#service-kit';
import { decodeText } from '../../domain/documents/decode-text.js';
import { readGoldenCsv } from '../../domain/golden/read-golden-csv.js';
import { GoldenQuestionsHandler } from '../../handlers/golden/golden-questions.handler.js';
import {
  GoldenQuestionBody,
  GoldenQuestionDto,
  GoldenQuestionPageDto,
  ImportedQuestionsDto,
  NewGoldenQuestionBody,
} from './golden-questions.dto.js';

const BASE_ID = idOf('knowledge base');
const ID = idOf('golden question');
/** More than 200 questions of the greatest length. */
const MAX_CSV_BYTES = 4_000_000;
const SHOWN = 50;

@ApiTags('Knowledge')
@Controller('api/v1/knowledge-bases/:id/golden-questions')
export class GoldenQuestionsController {
  constructor(private readonly golden: GoldenQuestionsHandler) {}

  @Allow('viewer', 'knowledge:read')
  @ApiOperation({ summary: 'List the golden questions of a knowledge base, oldest first, with what the published version answers' })
  @ApiResponse({ status: 200, type: GoldenQuestionPageDto })
  @Get()
  async list(@TenantId() tenantId: string, @Param('id', BASE_ID) baseId: string, @Query() page: PageQuery): Promise<GoldenQuestionPageDto> {
    const rows = await this.golden.list(tenantId, baseId, page.limit, idOfCursor(page.cursor));
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.id]);
    return { items: items.map(GoldenQuestionDto.of), nextCursor };
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'Add a golden question',
    description:
      'A question and the facts that its answer must hold. A publish that would lose a fact is refused. At most 200 a knowledge base. ' +
      'One that is made from a message of a customer names it as its source, and is deleted when that customer is forgotten.',
  })
  @ApiResponse({ status: 201, type: GoldenQuestionDto })
  @ApiResponse({ status: 409, description: 'question_taken', type: ProblemDto })
  @ApiResponse({ status: 422, description: 'too_many', type: ProblemDto })
  @Post()
  async create(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Body() body: NewGoldenQuestionBody,
    @By() by: Actor,
  ): Promise<GoldenQuestionDto> {
    return GoldenQuestionDto.of(await this.golden.create(tenantId, baseId, { ...askedOf(body), source: body.source }, by));
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({
    summary: 'Add golden questions from a CSV file',
    description:
      'A column `question`, any columns `earlier` with what the customer writes before, oldest first; every other column is a fact. Without a header ' +
      'the first column is the question. Questions that are there already are left out.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @ApiResponse({ status: 200, type: ImportedQuestionsDto })
  @ApiResponse({ status: 413, description: 'document_too_large', type: ProblemDto })
  @ApiResponse({ status: 422, description: 'csv_malformed, too_many', type: ProblemDto })
  @HttpCode(200)
  @Post('import')
  async import(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Req() request: FastifyRequest,
    @By() by: Actor,
  ): Promise<ImportedQuestionsDto> {
    // Before the file: who may not see the base is told nothing about what they sent.
    await this.golden.requireBase(tenantId, baseId);
    const { questions, refused, unclosed } = readGoldenCsv(await readFormFile(request, ({ chunks }) => textOf(chunks)));
    if (unclosed !== undefined) {
      throw new Problem(422, 'csv_malformed', `The quote opened in line ${unclosed} is never closed. Write a quote inside a field as "".`);
    }
    const { added, known } = await this.golden.addMany(tenantId, baseId, questions, by);
    return { added, known, refused: refused.length, refusedRows: refused.slice(0, SHOWN) };
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Change a golden question' })
  @ApiResponse({ status: 200, type: GoldenQuestionDto })
  @ApiResponse({ status: 409, description: 'question_taken', type: ProblemDto })
  @Put(':questionId')
  async change(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Param('questionId', ID) id: string,
    @Body() body: GoldenQuestionBody,
    @By() by: Actor,
  ): Promise<GoldenQuestionDto> {
    return GoldenQuestionDto.of(await this.golden.change(tenantId, baseId, id, askedOf(body), by));
  }

  @Allow('admin', 'knowledge:write')
  @ApiOperation({ summary: 'Delete a golden question' })
  @ApiResponse({ status: 204 })
  @HttpCode(204)
  @Delete(':questionId')
  async delete(
    @TenantId() tenantId: string,
    @Param('id', BASE_ID) baseId: string,
    @Param('questionId', ID) id: string,
    @By() by: Actor,
  ): Promise<void> {
    await this.golden.delete(tenantId, baseId, id, by);
  }
}

const askedOf = ({ question, expected, earlier }: GoldenQuestionBody) => ({ question, expected, earlier: earlier ?? [] });

async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const read: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MAX_CSV_BYTES) throw new Problem(413, 'document_too_large', `The file has more than ${MAX_CSV_BYTES} bytes. Split it.`);
    read.push(chunk);
  }
  return decodeText(Buffer.concat(read));
}
