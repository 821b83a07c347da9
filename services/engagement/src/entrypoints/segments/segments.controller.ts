import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, Problem, ProblemDto, TenantId } from '#service-kit';
import { ExportSegmentHandler } from '../../handlers/segments/export-segment.handler.js';
import { ExplainSegmentHandler } from '../../handlers/segments/explain-segment.handler.js';
import { PreviewSegmentHandler } from '../../handlers/segments/preview-segment.handler.js';
import { ReadExpressionHandler } from '../../handlers/segments/read-expression.handler.js';
import { SegmentsHandler } from '../../handlers/segments/segments.handler.js';
import {
  ChangeSegmentBody,
  ExplainQuery,
  PreviewSegmentBody,
  SegmentBody,
  SegmentContactDto,
  SegmentContactsBody,
  SegmentDto,
  SegmentExplanationDto,
  SegmentListDto,
  SegmentPreviewDto,
} from './segments.dto.js';

const ID = idOf('segment');

@ApiTags('Segments')
@Controller('api/v1/segments')
export class SegmentsController {
  constructor(
    private readonly segments: SegmentsHandler,
    private readonly readExpression: ReadExpressionHandler,
    private readonly previewSegment: PreviewSegmentHandler,
    private readonly explainSegment: ExplainSegmentHandler,
    private readonly exportSegment: ExportSegmentHandler,
  ) {}

  @Get()
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'All segments, by name' })
  @ApiOkResponse({ type: SegmentListDto })
  async list(@TenantId() tenantId: string): Promise<SegmentListDto> {
    return { items: (await this.segments.list(tenantId)).map(SegmentDto.of), nextCursor: null };
  }

  @Post()
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Create a segment', description: 'By conditions (`expression`), or as a list of contacts (`contactIds`).' })
  @ApiCreatedResponse({ type: SegmentDto })
  @ApiUnprocessableEntityResponse({ description: 'too_many', type: ProblemDto })
  async create(@TenantId() tenantId: string, @Body() body: SegmentBody, @By() by: Actor): Promise<SegmentDto> {
    return SegmentDto.of(await this.segments.create(tenantId, body, by));
  }

  @Post('preview')
  @HttpCode(200)
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'Count an expression or a segment, and show ten of its contacts' })
  @ApiOkResponse({ type: SegmentPreviewDto })
  @ApiUnprocessableEntityResponse({ description: 'segment_too_slow', type: ProblemDto })
  async preview(@TenantId() tenantId: string, @Body() { expression, segmentId }: PreviewSegmentBody): Promise<SegmentPreviewDto> {
    if ((expression === undefined) === (segmentId === undefined)) {
      throw Problem.invalid([{ field: 'expression', message: 'give either an expression or a segmentId' }]);
    }
    const audience = segmentId === undefined ? { expression: await this.readExpression.execute(tenantId, expression) } : { segmentId };
    const { count, sample } = await this.previewSegment.execute(tenantId, audience);
    return { count, sample: sample.map(SegmentContactDto.of) };
  }

  @Get(':id')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'Get a segment' })
  @ApiOkResponse({ type: SegmentDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<SegmentDto> {
    return SegmentDto.of(await this.segments.get(tenantId, id));
  }

  @Put(':id')
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Change a segment', description: 'What is left out stays. `contactIds` replace the whole list.' })
  @ApiOkResponse({ type: SegmentDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: ChangeSegmentBody,
    @By() by: Actor,
  ): Promise<SegmentDto> {
    return SegmentDto.of(await this.segments.change(tenantId, id, body, by));
  }

  @Post(':id/contacts')
  @HttpCode(200)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Put contacts into a list, and take others out of it' })
  @ApiOkResponse({ type: SegmentDto })
  @ApiUnprocessableEntityResponse({ description: 'too_many', type: ProblemDto })
  async changeContacts(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() { add = [], remove = [] }: SegmentContactsBody,
    @By() by: Actor,
  ): Promise<SegmentDto> {
    return SegmentDto.of(await this.segments.changeContacts(tenantId, id, { add, remove }, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'campaigns:write')
  @ApiOperation({ summary: 'Delete a segment; its contacts stay' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'segment_in_use', type: ProblemDto })
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.segments.delete(tenantId, id, by);
  }

  @Get(':id/export')
  @Allow('admin', 'contacts:read')
  @ApiOperation({
    operationId: 'Segments_export',
    summary: 'The contacts of a segment as CSV, with a column for each attribute',
    description:
      'Read as it is downloaded. What a spreadsheet would take for a formula has an apostrophe before it. Who exports is in the audit log.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' }, example: 'id,phone,userId,name,...' } } })
  async export(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<StreamableFile> {
    const csv = Readable.from(await this.exportSegment.execute(tenantId, id, by));
    return new StreamableFile(csv, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="segment.csv"' });
  }

  @Get(':id/explain')
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({ summary: 'Why a contact is in a segment, or is not: each condition with whether it holds' })
  @ApiOkResponse({ type: SegmentExplanationDto })
  explain(@TenantId() tenantId: string, @Param('id', ID) id: string, @Query() { contactId }: ExplainQuery): Promise<SegmentExplanationDto> {
    return this.explainSegment.execute(tenantId, id, contactId);
  }
}
