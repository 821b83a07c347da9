import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, idOf, TenantId } from '#service-kit';
import { ListActivitiesHandler } from '../../handlers/activities/list-activities.handler.js';
import { ActivitiesQuery, ActivityDto, ActivityPageDto } from './activities.dto.js';

@ApiTags('Conversations')
@Controller('api/v1/conversations/:id/activities')
export class ActivitiesController {
  constructor(private readonly activities: ListActivitiesHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({
    summary: 'What happened to a conversation beside its messages, newest first',
    description: 'Who took it over, assigned, snoozed, labelled or closed it, and why it was handed over. Kept as long as messages are.',
  })
  @ApiOkResponse({ type: ActivityPageDto })
  async list(
    @TenantId() tenantId: string,
    @Param('id', idOf('conversation')) id: string,
    @Query() query: ActivitiesQuery,
  ): Promise<ActivityPageDto> {
    const { items, nextCursor } = await this.activities.execute(tenantId, id, query);
    return { items: items.map((activity) => ActivityDto.of(activity)), nextCursor };
  }
}
