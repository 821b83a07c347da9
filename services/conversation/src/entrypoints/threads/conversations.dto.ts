import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  Allow as AnyValue,
  Equals,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { MEDIA_KINDS } from '#whatsapp';
import {
  OWNERS,
  PRIORITIES,
  SORTS,
  STATES,
  type Conversation,
  type ConversationCounts,
  type LastMessage,
  type Owner,
  type Priority,
  type Sort,
  type State,
} from '../../domain/threads/conversation.js';
import { DRAFT_TYPES, type Draft, type DraftType } from '../../domain/media/draft.js';
import { shownContent } from '../../domain/media/shown-content.js';
import { shownStatus } from '../../domain/messages/message-status.js';
import { MESSAGE_ORDERS, viewOf, type Author, type Message, type MessageOrder } from '../../domain/threads/message.js';
import { TEXT_LIMIT } from '../../domain/ownership/reply-text.js';
import { MEDIA_ID, MediaFileDto, MessageMediaDto } from '../media/media.dto.js';

const FITS = new RegExp(`^[^]{0,${TEXT_LIMIT}}$`, 'u');

const CONVERSATION_ID = '0198c0de-0000-7000-8000-000000000010';
const OUTLET_ID = '0198c0de-0000-7000-8000-000000000001';
const USER_ID = '0198c0de-0000-7000-8000-0000000000c1';
const TEAM_ID = '0198c0de-0000-7000-8000-0000000000d1';
export const LABEL_ID = '0198c0de-0000-7000-8000-0000000000e1';

export class ConversationPath {
  @ApiProperty({ format: 'uuid', example: CONVERSATION_ID })
  // Events carry it as text, and are found by it when a customer is erased.
  @Transform(({ value }: { value: string }) => value.toLowerCase())
  @IsUUID()
  id!: string;
}

export class ListConversationsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: State;

  @ApiPropertyOptional({ enum: OWNERS })
  @IsOptional()
  @IsIn(OWNERS)
  owner?: Owner;

  @ApiPropertyOptional({ format: 'uuid', example: OUTLET_ID })
  @IsOptional()
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({ description: 'The phone of the contact, in digits with or without a plus', example: '16505551234' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(/^[^\0]+$/, { message: 'phone must not hold a NUL character' })
  phone?: string;

  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011' })
  @IsOptional()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ description: 'The agent who has it: an id, `me`, or `none`', example: 'me' })
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

  @ApiPropertyOptional({ enum: ['true'], description: 'Only those with messages that nobody has looked at' })
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
    description: 'newest message first; waiting: oldest message first, without closed ones; the highest priority first',
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
  @ApiProperty({ example: 3, description: 'Waiting for a person, and with nobody' }) unassigned!: number;
  @ApiProperty({ example: 5 }) unread!: number;
  @ApiProperty({ example: 0, description: 'Nobody answered in the promised time' }) escalated!: number;
}

export class ListMessagesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only messages above this seq; what a client that has seen it up to there has missed', example: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  afterSeq?: number;

  @ApiPropertyOptional({ enum: MESSAGE_ORDERS, default: 'asc', description: 'desc reads backwards from the newest message' })
  @IsOptional()
  @IsIn(MESSAGE_ORDERS)
  order?: MessageOrder;
}

const isOfType =
  (...types: string[]) =>
  ({ type }: { type?: string }): boolean =>
    types.includes(type ?? '');

/** What belongs to which type is checked by the one validator of WhatsApp content. */
export class SendAgentMessageBody implements Draft {
  @ApiProperty({ enum: DRAFT_TYPES, example: 'text' })
  @IsIn(DRAFT_TYPES)
  type!: DraftType;

  @ApiPropertyOptional({ minLength: 1, maxLength: TEXT_LIMIT, example: 'Hello Ana, this is Luis. I am looking into it.' })
  @ValidateIf(isOfType('text'))
  @IsString()
  // In code points, as WhatsApp counts; MaxLength passes over variation selectors.
  @Matches(FITS, { message: `text must have at most ${TEXT_LIMIT} characters` })
  @Matches(/\S/, { message: 'text must hold at least one visible character' })
  text?: string;

  @ApiPropertyOptional({ format: 'uuid', example: MEDIA_ID, description: 'The file of an image, video, audio, document or sticker' })
  @ValidateIf(isOfType(...MEDIA_KINDS))
  @IsUUID()
  mediaId?: string;

  @ApiPropertyOptional({ maxLength: 1024, example: 'The receipt' })
  @IsOptional()
  @IsString()
  caption?: string;

  @ApiPropertyOptional({ maxLength: 240, example: 'receipt.pdf', description: 'Of a document; its own name where this is absent' })
  @IsOptional()
  @IsString()
  @Length(1, 240)
  filename?: string;

  @ApiPropertyOptional({ example: true, description: 'Of an audio: shown as a recording made in the chat; Ogg with Opus only' })
  @IsOptional()
  @IsBoolean()
  voice?: boolean;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { name: 'order_update', language: 'en_US' },
    description: '{ name, language, components? }; leaves when the window is closed too',
  })
  @AnyValue()
  template?: unknown;

  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000012', description: 'What a reaction is on' })
  @ValidateIf(isOfType('reaction'))
  @IsUUID()
  messageId?: string;

  @ApiPropertyOptional({ example: '👍', description: 'Of a reaction; empty takes it back' })
  @ValidateIf(isOfType('reaction'))
  @IsString()
  emoji?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { latitude: -12.0464, longitude: -77.0428, name: 'Plaza Mayor' },
    description: '{ latitude, longitude, name?, address? }',
  })
  @AnyValue()
  location?: unknown;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { kind: 'button', body: 'Shall we deliver?', buttons: [{ id: 'yes', title: 'Yes' }] },
    description: '{ kind: button | list | cta_url | location_request | flow | product | product_list | catalog, body, ... }',
  })
  @AnyValue()
  interactive?: unknown;

  @ApiPropertyOptional({
    format: 'uuid',
    example: '0198c0de-0000-7000-8000-000000000012',
    description: 'The message that this one answers',
  })
  @IsOptional()
  @IsUUID()
  replyToMessageId?: string;
}

export class HandoffBody {
  @ApiPropertyOptional({ maxLength: 200, example: 'customer_asked', description: 'Why a person is needed; kept with the conversation' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\0]+$/, { message: 'reason must not hold a NUL character' })
  reason?: string;
}

export class AssignBody {
  @ApiPropertyOptional({ format: 'uuid', example: USER_ID, description: 'The agent who is to answer' })
  @IsOptional()
  @IsUUID()
  userId?: string;

  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID, description: 'The team whose people are to take it' })
  @IsOptional()
  @IsUUID()
  teamId?: string;

  @ApiPropertyOptional({ enum: ['auto'], example: 'auto', description: 'Whoever’s turn it is' })
  @IsOptional()
  @Equals('auto', { message: 'mode must be "auto"' })
  mode?: 'auto';
}

export class ConversationContactDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000011' }) id!: string;
  @ApiProperty({ example: 'Ana', description: 'The name that the team gave; else profile name, username, phone or user id' }) name!: string;
  @ApiPropertyOptional({ example: '16505551234' }) phone?: string;
  @ApiPropertyOptional({ example: 'US.13491208655302741918', description: 'Business-scoped user id' }) userId?: string;
  @ApiPropertyOptional({ example: 'ana.b' }) username?: string;

  static of(row: Pick<Conversation, 'contactId' | 'contactName' | 'contactUsername' | 'phone' | 'userId'>): ConversationContactDto {
    return {
      id: row.contactId,
      name: row.contactName ?? row.contactUsername ?? row.phone ?? row.userId ?? '',
      ...(row.phone ? { phone: row.phone } : {}),
      ...(row.userId ? { userId: row.userId } : {}),
      ...(row.contactUsername ? { username: row.contactUsername } : {}),
    };
  }
}

export class LastMessageDto {
  @ApiProperty({ example: 'text' }) type!: string;
  @ApiPropertyOptional({ example: 'What are your opening hours?', description: 'The first 200 characters' }) text?: string;
  @ApiProperty({ enum: ['customer', 'bot', 'agent', 'api', 'system'], example: 'customer' }) author!: Author;
  @ApiProperty({ enum: ['inbound', 'outbound'], example: 'inbound' }) direction!: 'inbound' | 'outbound';
  @ApiProperty({ example: 'received' }) status!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
}

export class ConversationDto {
  @ApiProperty({ format: 'uuid', example: CONVERSATION_ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: OUTLET_ID }) outletId!: string;
  @ApiProperty({ enum: STATES, example: 'open' }) state!: State;
  @ApiProperty({ enum: OWNERS, example: 'bot' }) owner!: Owner;
  @ApiPropertyOptional({ format: 'uuid', example: USER_ID }) assigneeId?: string;
  @ApiPropertyOptional({ example: 'customer_asked', description: 'Why the conversation waits for, or is with, a person' })
  handoffReason?: string;
  @ApiPropertyOptional({ format: 'uuid', example: TEAM_ID, description: 'Whose people it is for; absent: those of the inbox' })
  teamId?: string;
  @ApiProperty({ enum: PRIORITIES, example: 'normal' }) priority!: Priority;
  @ApiProperty({ example: 2, description: 'Messages of the customer that nobody of the team has seen' }) unreadCount!: number;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-21T09:00:00.000Z', description: 'Until when it sleeps' })
  snoozedUntil?: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:05:00.000Z', description: 'By when a person is to have written' })
  responseDueAt?: string;
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-20T09:05:00.000Z',
    description: 'When it was escalated; until a person writes',
  })
  escalatedAt?: string;
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T10:00:00.000Z' }) closedAt?: string;
  @ApiProperty({
    example: 3,
    description: 'Grows whenever the owner changes or the customer asks anew; a reply to an older epoch is discarded',
  })
  epoch!: number;
  @ApiProperty({ type: ConversationContactDto }) contact!: ConversationContactDto;
  @ApiProperty({ type: [String], format: 'uuid', example: [LABEL_ID] }) labelIds!: string[];
  @ApiPropertyOptional({ type: LastMessageDto }) lastMessage?: LastMessageDto;
  @ApiProperty({ example: 7, description: 'seq of the newest message' }) lastSeq!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) lastMessageAt!: string;
  @ApiProperty({
    format: 'date-time',
    nullable: true,
    type: String,
    example: '2026-11-21T09:00:00.000Z',
    description: 'Until when free-form messages may be sent; null before the customer has written',
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
      labelIds: row.labelIds,
      ...(row.lastMessage ? { lastMessage: lastMessageOf(row.lastMessage) } : {}),
      lastSeq: row.nextSeq - 1,
      lastMessageAt: row.lastMessageAt,
      windowExpiresAt: row.windowExpiresAt,
      createdAt: row.createdAt,
    };
  }
}

const lastMessageOf = ({ text, failed, ...message }: LastMessage): LastMessageDto => ({
  ...message,
  ...(text === null ? {} : { text }),
  status: shownStatus(message.status, failed),
});

export class ConversationPageDto {
  @ApiProperty({ type: [ConversationDto] }) items!: ConversationDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class RepliedToDto {
  @ApiPropertyOptional({
    format: 'uuid',
    example: '0198c0de-0000-7000-8000-000000000012',
    description: 'Absent for a message that is not here',
  })
  messageId?: string;
  @ApiProperty({ example: 'wamid.HBgLMTY1' }) wamid!: string;
  @ApiPropertyOptional({ example: 'What are your opening hours?' }) text?: string;
}

export class ReactionDto {
  @ApiProperty({ example: '👍' }) emoji!: string;
  @ApiProperty({ enum: ['customer', 'bot', 'agent', 'api', 'system'], example: 'customer' }) author!: Author;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
}

export class MessageDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000012' }) id!: string;
  @ApiProperty({ example: 1, description: 'Position in the conversation, from 1, without gaps' }) seq!: number;
  @ApiProperty({ enum: ['inbound', 'outbound'], example: 'inbound' }) direction!: 'inbound' | 'outbound';
  @ApiProperty({ enum: ['customer', 'bot', 'agent', 'api', 'system'], example: 'customer' }) author!: Author;
  @ApiPropertyOptional({ example: USER_ID, description: 'The user, or the API key, that wrote as an agent' }) authorId?: string;
  @ApiProperty({ example: 'text', description: "WhatsApp's type" }) type!: string;
  @ApiPropertyOptional({ example: 'What are your opening hours?' }) text?: string;
  @ApiProperty({
    example: 'received',
    description: 'received; or queued, sending, unknown, accepted, sent, delivered, read, played, failed',
  })
  status!: string;
  @ApiPropertyOptional({ example: 'wamid.HBgLMTY1' }) wamid?: string;
  @ApiPropertyOptional({ type: Object, additionalProperties: true, description: 'The message as WhatsApp has it; absent for plain text' })
  content?: unknown;
  @ApiPropertyOptional({ type: [Object], description: 'Why WhatsApp did not deliver it' }) errors?: readonly unknown[];
  @ApiPropertyOptional({ type: Object, additionalProperties: true, description: 'What kind of message WhatsApp bills' }) pricing?: unknown;
  @ApiPropertyOptional({ type: [Object], description: 'The passages that an answer of the bot rests on' }) citations?: readonly unknown[];
  @ApiPropertyOptional({ type: MessageMediaDto, description: 'Its file' }) media?: MessageMediaDto;
  @ApiPropertyOptional({ type: RepliedToDto }) replyTo?: RepliedToDto;
  @ApiPropertyOptional({ type: [ReactionDto], description: 'The present one of each side' }) reactions?: readonly ReactionDto[];
  @ApiPropertyOptional({ type: Object, additionalProperties: true, description: '{ latitude, longitude, name?, address?, url? }' })
  location?: object;
  @ApiPropertyOptional({ type: [Object], description: '{ name?, phones: [{ phone?, waId?, type? }], emails, company? }' })
  contacts?: readonly object[];
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description:
      'Of a customer: what was chosen, { kind: reply | button | flow, id?, title?, description?, response? }; else as it was sent',
  })
  interactive?: object;
  @ApiPropertyOptional({ type: Object, additionalProperties: true, description: '{ catalogId?, text?, items }' }) order?: object;
  @ApiPropertyOptional({ type: Object, additionalProperties: true, description: 'The advertisement or post that the customer came from' })
  referral?: object;
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description: '{ type? }: the customer sent what WhatsApp does not hand on',
  })
  unsupported?: object;
  @ApiPropertyOptional({ example: true }) forwarded?: boolean;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;

  static of(row: Message): MessageDto {
    const { caption, voice, animated, ...shown } = shownContent(row);
    const { replyTo } = row;
    return {
      ...viewOf(row),
      ...shown,
      ...(row.media
        ? {
            media: {
              ...MediaFileDto.fileOf(row.media),
              ...(caption === undefined ? {} : { caption }),
              ...(voice === undefined ? {} : { voice }),
              ...(animated === undefined ? {} : { animated }),
            },
          }
        : {}),
      ...(replyTo
        ? {
            replyTo: {
              ...(replyTo.messageId ? { messageId: replyTo.messageId, text: replyTo.text || `[${replyTo.type}]` } : {}),
              wamid: replyTo.wamid,
            },
          }
        : {}),
      ...(row.reactions?.length ? { reactions: row.reactions } : {}),
      ...(row.authorId ? { authorId: row.authorId } : {}),
      ...(row.type !== 'text' && row.content ? { content: row.content } : {}),
      ...(row.errors.length > 0 ? { errors: row.errors } : {}),
      ...(row.pricing ? { pricing: row.pricing } : {}),
      ...(row.citations ? { citations: row.citations } : {}),
    };
  }
}

export class MessagePageDto {
  @ApiProperty({ type: [MessageDto] }) items!: MessageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
