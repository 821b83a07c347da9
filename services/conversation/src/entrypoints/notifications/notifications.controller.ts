import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, idOfCursor, PageQuery, TenantId, type Identity } from '#service-kit';
import { NotificationsHandler } from '../../handlers/notifications/notifications.handler.js';
import { NotificationDto, NotificationPageDto, ReadNotificationsBody, UnreadCountDto } from './notifications.dto.js';

/** What the caller is told of. */
@ApiTags('Inbox')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(private readonly notifications: NotificationsHandler) {}

  @Get()
  @Allow('viewer', 'conversations:read')
  @ApiOperation({
    summary: 'Your notifications, newest first',
    description: 'You get a notification when a colleague mentions you in a note. Notifications are kept for 90 days.',
  })
  @ApiOkResponse({ type: NotificationPageDto })
  async list(@TenantId() tenantId: string, @Caller() caller: Identity, @Query() page: PageQuery): Promise<NotificationPageDto> {
    const found = await this.notifications.list(tenantId, caller.subject, idOfCursor(page.cursor), page.limit);
    return { ...found, items: found.items.map(NotificationDto.of) };
  }

  @Post('read')
  @HttpCode(200)
  @Allow('viewer', 'conversations:read')
  @ApiOperation({ summary: 'Mark your notifications as read', description: 'Some by their ids, or all of them. Idempotent.' })
  @ApiOkResponse({ type: UnreadCountDto })
  async read(@TenantId() tenantId: string, @Caller() caller: Identity, @Body() body: ReadNotificationsBody): Promise<UnreadCountDto> {
    return { unreadCount: await this.notifications.markRead(tenantId, caller.subject, body.ids) };
  }
}
