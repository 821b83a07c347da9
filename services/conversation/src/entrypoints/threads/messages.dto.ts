import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { AUTHORS, DIRECTIONS, type Author, type Direction } from '#contracts';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { shownContent } from '../../domain/threads/shown-content.js';
import { MESSAGE_ORDERS, viewOf, type Message, type MessageOrder } from '../../domain/threads/message.js';
import { MediaFileDto, MessageMediaDto } from '../media/media.dto.js';
import { USER_ID } from './conversations.dto.js';
import {
  CitationDto,
  DeliveryErrorDto,
  LocationDto,
  OrderDto,
  PricingDto,
  ReferralDto,
  SharedContactDto,
  UnsupportedDto,
} from './message-content.dto.js';

export class ListMessagesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only messages after this seq', example: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  afterSeq?: number;

  @ApiPropertyOptional({ enum: MESSAGE_ORDERS, default: 'asc', description: 'desc: newest first' })
  @IsOptional()
  @IsIn(MESSAGE_ORDERS)
  order?: MessageOrder;
}

export class RepliedToDto {
  @ApiPropertyOptional({
    format: 'uuid',
    example: '0198c0de-0000-7000-8000-000000000012',
    description: 'Absent if the message is not stored here',
  })
  messageId?: string;
  @ApiProperty({ example: 'wamid.HBgLMTY1' }) wamid!: string;
  @ApiPropertyOptional({ example: 'What are your opening hours?' }) text?: string;
}

export class ReactionDto {
  @ApiProperty({ example: '👍' }) emoji!: string;
  @ApiProperty({ enum: AUTHORS, example: 'customer' }) author!: Author;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
}

export class MessageDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000012' }) id!: string;
  @ApiProperty({ example: 1, description: 'Position in the conversation, from 1, without gaps' }) seq!: number;
  @ApiProperty({ enum: DIRECTIONS, example: 'inbound' }) direction!: Direction;
  @ApiProperty({ enum: AUTHORS, example: 'customer' }) author!: Author;
  @ApiPropertyOptional({ example: USER_ID, description: 'Id of the user or API key that wrote as an agent' }) authorId?: string;
  @ApiProperty({ example: 'text', description: "WhatsApp's type" }) type!: string;
  @ApiPropertyOptional({ example: 'What are your opening hours?' }) text?: string;
  @ApiProperty({
    example: 'received',
    description: 'received; or queued, sending, unknown, accepted, sent, delivered, read, played, failed',
  })
  status!: string;
  @ApiPropertyOptional({ example: 'wamid.HBgLMTY1' }) wamid?: string;
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description: 'The message as WhatsApp delivered it; absent for plain text',
  })
  content?: unknown;
  @ApiPropertyOptional({ type: [DeliveryErrorDto], description: 'Why WhatsApp did not deliver it' }) errors?: readonly DeliveryErrorDto[];
  @ApiPropertyOptional({ type: PricingDto, description: 'What kind of message WhatsApp bills' }) pricing?: PricingDto;
  @ApiPropertyOptional({ type: [CitationDto], description: 'The passages the bot’s answer is based on' })
  citations?: readonly CitationDto[];
  @ApiPropertyOptional({ type: MessageMediaDto, description: 'Its file' }) media?: MessageMediaDto;
  @ApiPropertyOptional({ type: RepliedToDto }) replyTo?: RepliedToDto;
  @ApiPropertyOptional({ type: [ReactionDto], description: 'The current reaction of each side' }) reactions?: readonly ReactionDto[];
  @ApiPropertyOptional({ type: LocationDto }) location?: LocationDto;
  @ApiPropertyOptional({ type: [SharedContactDto], description: 'Address cards' }) contacts?: readonly SharedContactDto[];
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description:
      'Of a customer: what was chosen, { kind: reply | button | flow, id?, title?, description?, response? }; else as it was sent',
  })
  interactive?: object;
  @ApiPropertyOptional({ type: OrderDto }) order?: OrderDto;
  @ApiPropertyOptional({ type: ReferralDto, description: 'The ad or post the customer came from' })
  referral?: ReferralDto;
  @ApiPropertyOptional({ type: UnsupportedDto, description: 'The customer sent a message that WhatsApp does not pass on' })
  unsupported?: UnsupportedDto;
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
      ...(row.errors.length > 0 ? { errors: row.errors as readonly DeliveryErrorDto[] } : {}),
      ...(row.pricing ? { pricing: row.pricing as PricingDto } : {}),
      ...(row.citations ? { citations: row.citations as readonly CitationDto[] } : {}),
    };
  }
}

export class MessagePageDto {
  @ApiProperty({ type: [MessageDto] }) items!: MessageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
