import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsUUID, ValidateIf } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import type { Notification } from '../../domain/notifications/notification.js';
import { CONVERSATION_ID, USER_ID } from '../threads/conversations.dto.js';

const NOTIFICATION_ID = '0198c0de-0000-7000-8000-000000000051';

export class NotificationDto {
  @ApiProperty({ format: 'uuid', example: NOTIFICATION_ID }) id!: string;
  @ApiProperty({ enum: ['mention'], example: 'mention' }) kind!: 'mention';
  @ApiProperty({ format: 'uuid', example: CONVERSATION_ID }) conversationId!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000013' }) noteId!: string;
  @ApiProperty({ format: 'uuid', example: USER_ID, description: 'Id of the user or API key that wrote the note' }) authorId!: string;
  @ApiProperty({ example: 'Ana', description: 'Name of the customer' }) contactName!: string;
  @ApiProperty({ example: '@Luis please call her back.', description: 'The first 200 characters of the note' }) text!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:05:00.000Z', description: 'Absent: not read yet' }) readAt?: string;

  static of({ readAt, ...row }: Notification): NotificationDto {
    return { ...row, kind: 'mention', ...(readAt ? { readAt } : {}) };
  }
}

export class UnreadCountDto {
  @ApiProperty({ example: 2, description: 'Unread notifications of the caller; 100 stands for 100 or more' }) unreadCount!: number;
}

export class NotificationPageDto extends UnreadCountDto {
  @ApiProperty({ type: [NotificationDto] }) items!: NotificationDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ReadNotificationsBody {
  @ApiPropertyOptional({ type: [String], format: 'uuid', example: [NOTIFICATION_ID], description: 'Which. Absent: all.' })
  @ValidateIf((body: ReadNotificationsBody) => body.ids !== undefined)
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  ids?: string[];
}
