import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, TenantId } from '#service-kit';
import { LabelsHandler } from '../../handlers/collaboration/labels.handler.js';
import { LabelBody, LabelDto, LabelListDto } from './collaboration.dto.js';

const ID = idOf('label');

@ApiTags('Inbox')
@Controller('api/v1/labels')
export class LabelsController {
  constructor(private readonly labels: LabelsHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'All labels' })
  @ApiOkResponse({ type: LabelListDto })
  async list(@TenantId() tenantId: string): Promise<LabelListDto> {
    return { items: await this.labels.list(tenantId) };
  }

  @Post()
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Create a label' })
  @ApiCreatedResponse({ type: LabelDto })
  create(@TenantId() tenantId: string, @Body() body: LabelBody, @By() by: Actor): Promise<LabelDto> {
    return this.labels.create(tenantId, body, by);
  }

  @Put(':id')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Change a label' })
  @ApiOkResponse({ type: LabelDto })
  change(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() body: LabelBody, @By() by: Actor): Promise<LabelDto> {
    return this.labels.change(tenantId, { ...body, id }, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Delete a label and remove it from all conversations' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.labels.delete(tenantId, id, by);
  }
}
