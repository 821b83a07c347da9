import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, TenantId } from '#service-kit';
import { TeamsHandler } from '../../handlers/collaboration/teams.handler.js';
import { TeamBody, TeamDto, TeamListDto } from './collaboration.dto.js';

const ID = idOf('team');

@ApiTags('Inbox')
@Controller('api/v1/teams')
export class TeamsController {
  constructor(private readonly teams: TeamsHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'All teams' })
  @ApiOkResponse({ type: TeamListDto })
  async list(@TenantId() tenantId: string): Promise<TeamListDto> {
    return { items: await this.teams.list(tenantId) };
  }

  @Post()
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Create a team' })
  @ApiCreatedResponse({ type: TeamDto })
  create(@TenantId() tenantId: string, @Body() body: TeamBody, @By() by: Actor): Promise<TeamDto> {
    return this.teams.create(tenantId, body, by);
  }

  @Put(':id')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Change a team' })
  @ApiOkResponse({ type: TeamDto })
  change(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() body: TeamBody, @By() by: Actor): Promise<TeamDto> {
    return this.teams.change(tenantId, { ...body, id }, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Delete a team' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.teams.delete(tenantId, id, by);
  }
}
