import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, Caller, type Identity, idOf, TenantId } from '#service-kit';
import { SavedViewsHandler } from '../../handlers/views/saved-views.handler.js';
import { SavedViewBody, SavedViewDto, SavedViewListDto } from './saved-views.dto.js';

const ID = idOf('view');

@ApiTags('Inbox')
@Controller('api/v1/views')
export class SavedViewsController {
  constructor(private readonly views: SavedViewsHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'Saved views of the inbox: your own and the shared ones', description: 'By name; 150 at most.' })
  @ApiOkResponse({ type: SavedViewListDto })
  async list(@TenantId() tenantId: string, @Caller() caller: Identity): Promise<SavedViewListDto> {
    return { items: await this.views.list(tenantId, caller) };
  }

  @Post()
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Save a view', description: 'For yourself; admins (API keys: with the scope inbox:manage) also for everybody.' })
  @ApiCreatedResponse({ type: SavedViewDto })
  create(@TenantId() tenantId: string, @Body() body: SavedViewBody, @Caller() caller: Identity, @By() by: Actor): Promise<SavedViewDto> {
    return this.views.create(tenantId, body, { caller, by });
  }

  @Put(':id')
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Change a view of yours; admins also shared ones' })
  @ApiOkResponse({ type: SavedViewDto })
  change(
    @TenantId() tenantId: string,
    @Param('id', ID) id: string,
    @Body() body: SavedViewBody,
    @Caller() caller: Identity,
    @By() by: Actor,
  ): Promise<SavedViewDto> {
    return this.views.change(tenantId, { ...body, id }, { caller, by });
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('agent', 'conversations:write')
  @ApiOperation({ summary: 'Delete a view of yours; admins also shared ones' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @Caller() caller: Identity, @By() by: Actor): Promise<void> {
    return this.views.delete(tenantId, id, { caller, by });
  }
}
