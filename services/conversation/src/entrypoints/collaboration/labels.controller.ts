import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, idOf, TenantId } from '#service-kit';
import { ChangeLabelHandler } from '../../handlers/collaboration/change-label.handler.js';
import { CreateLabelHandler } from '../../handlers/collaboration/create-label.handler.js';
import { DeleteLabelHandler } from '../../handlers/collaboration/delete-label.handler.js';
import { ListLabelsHandler } from '../../handlers/collaboration/list-labels.handler.js';
import { LabelBody, LabelDto, LabelListDto } from './collaboration.dto.js';

const ID = idOf('label');

@ApiTags('Inbox')
@Controller('api/v1/labels')
export class LabelsController {
  constructor(
    private readonly listLabels: ListLabelsHandler,
    private readonly createLabel: CreateLabelHandler,
    private readonly changeLabel: ChangeLabelHandler,
    private readonly deleteLabel: DeleteLabelHandler,
  ) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'All labels' })
  @ApiOkResponse({ type: LabelListDto })
  async list(@TenantId() tenantId: string): Promise<LabelListDto> {
    return { items: await this.listLabels.execute(tenantId) };
  }

  @Post()
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Make a label' })
  @ApiCreatedResponse({ type: LabelDto })
  create(@TenantId() tenantId: string, @Body() body: LabelBody, @By() by: Actor): Promise<LabelDto> {
    return this.createLabel.execute(tenantId, body, by);
  }

  @Put(':id')
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Change a label' })
  @ApiOkResponse({ type: LabelDto })
  change(@TenantId() tenantId: string, @Param('id', ID) id: string, @Body() body: LabelBody, @By() by: Actor): Promise<LabelDto> {
    return this.changeLabel.execute(tenantId, { ...body, id }, by);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('admin', 'inbox:manage')
  @ApiOperation({ summary: 'Delete a label; conversations lose it' })
  @ApiNoContentResponse()
  delete(@TenantId() tenantId: string, @Param('id', ID) id: string, @By() by: Actor): Promise<void> {
    return this.deleteLabel.execute(tenantId, id, by);
  }
}
