import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, idOfCursor, ProblemDto, TenantId } from '#service-kit';
import { LeadsHandler } from '../../handlers/leads/leads.handler.js';
import { ChangeLeadBody, LeadBody, LeadDto, LeadPageDto, LeadWithMovesDto, ListLeadsQuery } from './leads.dto.js';

const ID = idOf('lead');

@ApiTags('Leads')
@Controller('api/v1/leads')
export class LeadsController {
  constructor(private readonly leads: LeadsHandler) {}

  @Get()
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'Leads, newest first' })
  @ApiOkResponse({ type: LeadPageDto })
  async list(@TenantId() tenantId: string, @Query() { limit, cursor, ...filter }: ListLeadsQuery): Promise<LeadPageDto> {
    const { items, nextCursor } = await this.leads.list(tenantId, filter, idOfCursor(cursor), limit);
    return { items: items.map(LeadDto.of), nextCursor };
  }

  @Post()
  @Allow('agent', 'contacts:write')
  @ApiOperation({ summary: 'Make a lead of a contact', description: 'A contact has one open lead at a time.' })
  @ApiCreatedResponse({ type: LeadDto })
  @ApiConflictResponse({ description: 'lead_exists', type: ProblemDto })
  async create(@TenantId() tenantId: string, @Body() body: LeadBody, @By() by: Actor): Promise<LeadDto> {
    return LeadDto.of(await this.leads.create(tenantId, { ...body, isFromConversation: body.isFromConversation ?? false }, by));
  }

  @Get(':id')
  @Allow('viewer', 'contacts:read')
  @ApiOperation({ summary: 'A lead, with who moved it and when' })
  @ApiOkResponse({ type: LeadWithMovesDto })
  async get(@TenantId() tenantId: string, @Param('id', ID) id: string): Promise<LeadWithMovesDto> {
    const { moves, ...lead } = await this.leads.get(tenantId, id);
    return { ...LeadDto.of(lead), moves };
  }

  @Put(':id')
  @Allow('agent', 'contacts:write')
  @ApiOperation({
    summary: 'Change a lead, or move it to another stage',
    description: 'What is left out stays; null takes owner, value or note away.',
  })
  @ApiOkResponse({ type: LeadDto })
  @ApiConflictResponse({ description: 'lead_exists: it would be open again beside another open one', type: ProblemDto })
  async change(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() body: ChangeLeadBody, @By() by: Actor): Promise<LeadDto> {
    return LeadDto.of(await this.leads.change(tenantId, id, body, by));
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'contacts:write')
  @ApiOperation({ summary: 'Delete a lead with its history; the contact stays' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.leads.delete(tenantId, id, by);
  }
}
