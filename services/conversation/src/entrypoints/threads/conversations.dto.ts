import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import {
  AUTHORS,
  CONVERSATION_STATES,
  OWNERS,
  DIRECTIONS,
  type Author,
  type ConversationState,
  type Owner,
  type Direction,
} from '#contracts';
import { ApiNextCursor, PageQuery } from '#service-kit';
import {
  PRIORITIES,
  SORTS,
  type Conversation,
  type ConversationCounts,
  type LastMessage,
  type Priority,
  type Sort,
} from '../../domain/threads/conversation.js';
import { groupName, type Group } from '../../domain/groups/group.js';
import { shownStatus } from '../../domain/threads/message-status.js';

export const CONVERSATION_ID = '0198c0de-0000-7000-8000-000000000010';
const OUTLET_ID = '0198c0de-0000-7000-8000-000000000001';
export const USER_ID = '0198c0de-0000-7000-8000-0000000000c1';
export const TEAM_ID = '0198c0de-0000-7000-8000-0000000000d1';
export const LABEL_ID = '0198c0de-0000-7000-8000-0000000000e1';

export class ConversationPath {
  @ApiProperty({ format: 'uuid', example: CONVERSATION_ID })
  // Events carry it as text, and are found by it when a customer is erased.
  @Transform(({ value }: { value: string }) => value.toLowerCase())
  @IsUUID()
  id!: string;
}

export class ListConversationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CONVERSATION_STATES })
  @IsOptional()
  @IsIn(CONVERSATION_STATES)
  state?: ConversationState;

  @ApiPropertyOptional({ enum: OWNERS })
  @IsOptional()
  @IsIn(OWNERS)
  owner?: Owner;

  @ApiPropertyOptional({ format: 'uuid', example: OUTLET_ID })
  @IsOptional()
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({
    description: 'The whole phone number of the contact with its country code, however it is written',
    example: '16505551234',
  })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(/^[^\0]+$/, { message: 'phone must not hold a NUL character' })
  phone?: string;

  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011' })
  @IsOptional()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ description: 'The assignee: an id, `me`, or `none`', example: 'me' })
  @IsOptional()
  @Matches(/^(me|none|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, { message: 'assigneeId must be the id of a person, "me" or "none"' })
  assigneeId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID })
  @IsOptional()
  @IsUUID()
  teamId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: LABEL_ID })
  @IsOptional()
  @IsUUID()
  labelId?: string;

  @ApiPropertyOptional({ enum: PRIORITIES })
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority;

  @ApiPropertyOptional({ enum: ['true'], description: 'Only conversations with unread messages' })
  @IsOptional()
  @IsIn(['true'])
  unread?: 'true';

  @ApiPropertyOptional({ description: 'Part of the name, username or phone of the contact', example: 'ana' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/^[^\0]+$/, { message: 'q must not hold a NUL character' })
  q?: string;

  @ApiPropertyOptional({
    enum: SORTS,
    default: 'newest',
    description:
      'newest: newest message first. waiting: oldest message first, without closed conversations. priority: highest priority first.',
  })
  @IsOptional()
  @IsIn(SORTS)
  sort?: Sort;
}

export class CountConversationsQuery {
  @ApiPropertyOptional({ format: 'uuid', example: OUTLET_ID })
  @IsOptional()
  @IsUUID()
  outletId?: string;
}

export class ConversationCountsDto implements ConversationCounts {
  @ApiProperty({ example: 12 }) open!: number;
  @ApiProperty({ example: 3, description: 'Waiting for a person' }) pending!: number;
  @ApiProperty({ example: 1 }) snoozed!: number;
  @ApiProperty({ example: 4, description: 'Assigned to the caller' }) mine!: number;
  @ApiProperty({ example: 3, description: 'Waiting for a person, not assigned' }) unassigned!: number;
  @ApiProperty({ example: 5 }) unread!: number;
  @ApiProperty({ example: 0, description: 'Not answered within the promised time' }) escalated!: number;
}

export class ConversationContactDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011' }) id!: string;
  @ApiProperty({ example: 'Ana', description: 'The name the team gave; otherwise profile name, username, phone or user id' }) name!: string;
  @ApiPropertyOptional({ example: '16505551234' }) phone?: string;
  @ApiPropertyOptional({ example: 'US.13491208655302741918', description: 'Business-scoped user id' }) userId?: string;
  @ApiPropertyOptional({ example: 'ana.b' }) username?: string;

  static of(
    row: Pick<Conversation, 'contactId' | 'contactName' | 'contactUsername' | 'phone' | 'userId'> & { group?: Group | null },
  ): ConversationContactDto {
    return {
      id: row.contactId,
      name: row.group ? groupName(row.group) : (row.contactName ?? row.contactUsername ?? row.phone ?? row.userId ?? ''),
      ...(row.phone ? { phone: row.phone } : {}),
      ...(row.userId ? { userId: row.userId } : {}),
      ...(row.contactUsername ? { username: row.contactUsername } : {}),
    };
  }
}

export class ParticipantDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000013' }) contactId!: string;
  @ApiProperty({ example: 'Ana' }) name!: string;
  @ApiPropertyOptional({ example: '16505551234' }) phone?: string;
  @ApiProperty({ example: true, description: 'false: has left the group' }) isMember!: boolean;
}

export class GroupDto {
  @ApiProperty({ example: 'Y2FwaV9ncm91cDoxNTU', description: 'WhatsApp’s id of the group' }) id!: string;
  @ApiPropertyOptional({ example: 'Trip to Cusco', description: 'Absent until WhatsApp reports it' }) name?: string;
  @ApiProperty({ type: [ParticipantDto], description: 'The customers who wrote in the group or are known to be in it, at most 32' })
  participants!: ParticipantDto[];

  static of({ id, name, participants }: Group): GroupDto {
    return {
      id,
      ...(name ? { name } : {}),
      participants: participants.map(({ phone, ...participant }) => ({ ...participant, ...(phone ? { phone } : {}) })),
    };
  }
}

export class LastMessageDto {
  @ApiProperty({ example: 'text' }) type!: string;
  @ApiPropertyOptional({ example: 'What are your opening hours?', description: 'The first 200 characters' }) text?: string;
  @ApiProperty({ enum: AUTHORS, example: 'customer' }) author!: Author;
  @ApiProperty({ enum: DIRECTIONS, example: 'inbound' }) direction!: Direction;
  @ApiProperty({ example: 'received' }) status!: string;
  @ApiPropertyOptional({ example: true, description: 'The customer deleted it' }) deleted?: boolean;
  @ApiPropertyOptional({ example: 'Ana', description: 'In a group: the participant who wrote it' }) sender?: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
}

export class ConversationDto {
  @ApiProperty({ format: 'uuid', example: CONVERSATION_ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: OUTLET_ID }) outletId!: string;
  @ApiProperty({ enum: CONVERSATION_STATES, example: 'open' }) state!: ConversationState;
  @ApiProperty({ enum: OWNERS, example: 'bot' }) owner!: Owner;
  @ApiPropertyOptional({ format: 'uuid', example: USER_ID }) assigneeId?: string;
  @ApiPropertyOptional({ example: 'customer_asked', description: 'Why a person is needed' })
  handoffReason?: string;
  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID, description: 'The team that answers; absent: that of the inbox' })
  teamId?: string;
  @ApiProperty({ enum: PRIORITIES, example: 'normal' }) priority!: Priority;
  @ApiProperty({ example: 2, description: 'Messages of the customer that the team has not read' }) unreadCount!: number;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-21T09:00:00.000Z', description: 'When the snooze ends' })
  snoozedUntil?: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:05:00.000Z', description: 'By when a person should answer' })
  responseDueAt?: string;
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-20T09:05:00.000Z',
    description: 'When it was escalated; absent again once a person writes',
  })
  escalatedAt?: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' }) closedAt?: string;
  @ApiProperty({
    example: 3,
    description: 'Grows when the owner changes or the customer asks again. Answers of the bot to an older epoch are discarded.',
  })
  epoch!: number;
  @ApiProperty({ type: ConversationContactDto }) contact!: ConversationContactDto;
  @ApiPropertyOptional({
    type: GroupDto,
    description: 'Set if the conversation is with a group. `contact` then stands for the group and is no contact of the list.',
  })
  group?: GroupDto;
  @ApiProperty({ type: [String], format: 'uuid', example: [LABEL_ID] }) labelIds!: string[];
  @ApiPropertyOptional({ type: LastMessageDto }) lastMessage?: LastMessageDto;
  @ApiProperty({ example: 7, description: 'seq of the newest message' }) lastSeq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) lastMessageAt!: string;
  @ApiProperty({
    format: 'date-time',
    nullable: true,
    type: String,
    example: '2026-11-21T09:00:00.000Z',
    description: 'End of the 24-hour window for free-form messages; null: the customer has not written yet',
  })
  windowExpiresAt!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T08:59:00.000Z' }) createdAt!: string;

  static of(row: Conversation): ConversationDto {
    return {
      id: row.id,
      outletId: row.outletId,
      state: row.state,
      owner: row.owner,
      ...(row.assigneeId ? { assigneeId: row.assigneeId } : {}),
      ...(row.handoffReason ? { handoffReason: row.handoffReason } : {}),
      ...(row.teamId ? { teamId: row.teamId } : {}),
      priority: row.priority,
      unreadCount: row.unreadCount,
      ...(row.snoozedUntil ? { snoozedUntil: row.snoozedUntil } : {}),
      ...(row.responseDueAt ? { responseDueAt: row.responseDueAt } : {}),
      ...(row.escalatedAt ? { escalatedAt: row.escalatedAt } : {}),
      ...(row.closedAt ? { closedAt: row.closedAt } : {}),
      epoch: row.epoch,
      contact: ConversationContactDto.of(row),
      ...(row.group ? { group: GroupDto.of(row.group) } : {}),
      labelIds: row.labelIds,
      ...(row.lastMessage ? { lastMessage: lastMessageOf(row.lastMessage) } : {}),
      lastSeq: row.nextSeq - 1,
      lastMessageAt: row.lastMessageAt,
      windowExpiresAt: row.windowExpiresAt,
      createdAt: row.createdAt,
    };
  }
}

const lastMessageOf = ({ text, failed, deleted, sender, ...message }: LastMessage): LastMessageDto => ({
  ...message,
  ...(deleted ? { deleted } : {}),
  ...(sender ? { sender } : {}),
  ...(text === null ? {} : { text }),
  status: shownStatus(message.status, failed),
});

export class ConversationPageDto {
  @ApiProperty({ type: [ConversationDto] }) items!: ConversationDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
