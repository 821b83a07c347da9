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

export class SenderDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000013' }) contactId!: string;
  @ApiProperty({ example: 'Ana' }) name!: string;
  @ApiPropertyOptional({ example: '16505551234' }) phone?: string;
}

export class MessageVersionDto {
  @ApiProperty({ example: 'Do you open on Sunday?' }) text!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z', description: 'From when on it said so' }) at!: string;
}

export class MessageDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000012' }) id!: string;
  @ApiProperty({ example: 1, description: 'Its number in the conversation, in the order of arrival, from 1, without gaps' }) seq!: number;
  @ApiPropertyOptional({
    example: 4,
    description: 'It came after newer messages: in the thread it stands right before the message with this seq, by the time it was written',
  })
  beforeSeq?: number;
  @ApiProperty({ enum: DIRECTIONS, example: 'inbound' }) direction!: Direction;
  @ApiProperty({ enum: AUTHORS, example: 'customer' }) author!: Author;
  @ApiPropertyOptional({ example: USER_ID, description: 'Id of the user or API key that wrote as an agent' }) authorId?: string;
  @ApiPropertyOptional({ type: SenderDto, description: 'In a group: the participant who wrote it' }) sender?: SenderDto;
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
  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    description:
      'A template as the customer sees it: { name, language, header?: { type, text? }, body?, footer?, buttons?: [{ type, text, url? }], cards? }',
  })
  template?: object;
  @ApiPropertyOptional({ type: OrderDto }) order?: OrderDto;
  @ApiPropertyOptional({ type: ReferralDto, description: 'The ad or post the customer came from' })
  referral?: ReferralDto;
  @ApiPropertyOptional({ type: UnsupportedDto, description: 'The customer sent a message that WhatsApp does not pass on' })
  unsupported?: UnsupportedDto;
  @ApiPropertyOptional({ example: true }) forwarded?: boolean;
  @ApiPropertyOptional({ type: [MessageVersionDto], description: 'What it said before the customer edited it, oldest first' })
  versions?: readonly MessageVersionDto[];
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:01:00.000Z', description: 'When the customer last edited it' })
  editedAt?: string;
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-20T09:02:00.000Z',
    description: 'When the customer deleted it; what it said is gone',
  })
  deletedAt?: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;

  static of(row: Message): MessageDto {
    const { caption, voice, animated, ...shown } = shownContent(row);
    const { replyTo, deletedAt, edits } = row;
    const view = { ...viewOf(row), ...senderOf(row), ...(row.place ? { beforeSeq: row.place } : {}) };
    if (deletedAt) return { ...view, deletedAt };
    return {
      ...view,
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
              ...(replyTo.messageId ? { messageId: replyTo.messageId } : {}),
              ...(replyTo.messageId && !replyTo.deleted ? { text: replyTo.text || `[${replyTo.type}]` } : {}),
              wamid: replyTo.wamid,
            },
          }
        : {}),
      ...(edits ? { versions: edits.slice(0, -1).map(({ text, at }) => ({ text, at })), editedAt: edits.at(-1)!.at } : {}),
      ...(row.reactions?.length ? { reactions: row.reactions } : {}),
      ...(row.authorId && row.direction === 'outbound' ? { authorId: row.authorId } : {}),
      ...(row.type !== 'text' && row.content ? { content: row.content } : {}),
      ...(row.errors.length > 0 ? { errors: row.errors as readonly DeliveryErrorDto[] } : {}),
      ...(row.pricing ? { pricing: row.pricing as PricingDto } : {}),
      ...(row.citations ? { citations: row.citations as readonly CitationDto[] } : {}),
    };
  }
}

const senderOf = ({ sender }: Message): { sender?: SenderDto } =>
  sender ? { sender: { contactId: sender.contactId, name: sender.name, ...(sender.phone ? { phone: sender.phone } : {}) } } : {};

export class MessagePageDto {
  @ApiProperty({ type: [MessageDto] }) items!: MessageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
