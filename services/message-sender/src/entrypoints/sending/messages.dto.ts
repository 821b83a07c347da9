import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Allow as AnyValue, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { MESSAGE_STATES, SEND_CLASSES, type MessageState, type SendClass } from '#contracts';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { PURPOSES, type Purpose } from '../../domain/gate/facts.js';
import { MessagePriceDto } from '../gate/price.dto.js';

export const TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'template',
  'interactive',
  'location',
  'contacts',
  'reaction',
];

const Content =
  (description: string): PropertyDecorator =>
  (target, property) => {
    ApiPropertyOptional({ type: 'object', additionalProperties: true, description })(target, property);
    // What is inside is checked by the one validator of WhatsApp content.
    AnyValue()(target, property);
  };

/** Exactly one content, under the name of its type. */
export class SubmitMessageDto {
  [key: string]: unknown;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  outletId!: string;

  @ApiProperty({ description: 'Phone number in international form, or a business-scoped user id', example: '+16505551234' })
  @IsString()
  @MaxLength(300)
  to!: string;

  @ApiProperty({ enum: TYPES })
  @IsString()
  @MaxLength(40)
  type!: string;

  @ApiPropertyOptional({ enum: SEND_CLASSES, default: 'reply', description: 'A busy number serves the classes in this order.' })
  @IsOptional()
  @IsIn(SEND_CLASSES)
  class?: SendClass;

  @ApiPropertyOptional({
    enum: PURPOSES,
    description:
      'What the message is for. A promotion does not go to customers who want none, and a template must fit its purpose. A message of the class broadcast or drip that does not say it counts as a promotion.',
  })
  @IsOptional()
  @IsIn(PURPOSES)
  purpose?: Purpose;

  @ApiPropertyOptional({ description: 'WhatsApp id of the message this one replies to' })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  contextWamid?: string;

  @ApiPropertyOptional({
    description:
      'When the message is to leave, at most 90 days ahead; without it, at once. Either a time with its offset, or a time on the customer’s clock: on a day, or the next time it comes. The clock is that of the contact’s attribute `timeZone`, else of the country of their number, else of the company.',
    oneOf: [
      { type: 'string', format: 'date-time' },
      {
        type: 'object',
        properties: { localTime: { type: 'string', example: '09:00' }, date: { type: 'string', format: 'date' } },
        required: ['localTime'],
      },
    ],
  })
  @AnyValue()
  sendAt?: unknown;

  @ApiPropertyOptional({
    example: { body: 'Your order is on its way.' },
    oneOf: [
      { type: 'string', maxLength: 4096 },
      { type: 'object', properties: { body: { type: 'string', maxLength: 4096 }, previewUrl: { type: 'boolean' } }, required: ['body'] },
    ],
  })
  @AnyValue()
  text?: unknown;

  @Content('{ mediaId | id | link, caption? }; mediaId: of POST /media') image?: unknown;
  @Content('{ mediaId | id | link, caption? }') video?: unknown;
  @Content('{ mediaId | id | link, voice? }') audio?: unknown;
  @Content('{ mediaId | id | link, caption?, filename? }') document?: unknown;
  @Content('{ mediaId | id | link }') sticker?: unknown;
  @Content(
    '{ templateId | name, language, parameters? | components? }; parameters: values by name, or in the order of the body’s variables; components: the same in the shape of the Graph API. What is not given comes from the contact, as the template says.',
  )
  template?: unknown;
  @Content('{ kind: button | list | cta_url | location_request | flow | product | product_list | catalog, body, ... }')
  interactive?: unknown;
  @Content('{ latitude, longitude, name?, address? }') location?: unknown;
  @Content('{ wamid, emoji }; an empty emoji takes the reaction back') reaction?: unknown;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'In the shape of the Graph API',
  })
  @AnyValue()
  contacts?: unknown;
}

export class SubmittedMessageDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({
    enum: MESSAGE_STATES,
    description: 'queued or scheduled; further only where a message was sent again before, and the answer is that one as it stands',
  })
  status!: MessageState;
  @ApiPropertyOptional({ format: 'date-time', description: 'When it leaves, if it is scheduled' }) sendAt?: string;
}

export class ListMessagesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MESSAGE_STATES })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  status?: MessageState;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({ enum: SEND_CLASSES })
  @IsOptional()
  @IsIn(SEND_CLASSES)
  class?: SendClass;

  @ApiPropertyOptional({
    description: 'The recipient: phone number in international form, or business-scoped user id',
    example: '+16505551234',
  })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  to?: string;

  @ApiPropertyOptional({ description: 'Created from then on: a day in UTC, or a time with its offset', example: '2026-11-20' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  from?: string;

  @ApiPropertyOptional({ description: 'Created before then: a day in UTC, or a time with its offset', example: '2026-11-21T00:00:00Z' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  until?: string;

  @ApiPropertyOptional({ enum: ['true'], description: 'Only what waits for its time, the next first' })
  @IsOptional()
  @IsIn(['true'])
  scheduled?: 'true';
}

export class MessageErrorDto {
  @ApiProperty({ description: 'Error code of the Cloud API; 0: none' }) code!: number;
  @ApiPropertyOptional() title?: string;
  @ApiPropertyOptional() details?: string;
  @ApiPropertyOptional({ description: 'What to do about it' }) advice?: string;
  @ApiPropertyOptional({ example: 'opted_out', description: 'Code of the gate, where it has stopped the message before WhatsApp saw it' })
  gate?: string;
}

export class RecipientDto {
  @ApiPropertyOptional() phone?: string;
  @ApiPropertyOptional() userId?: string;
  @ApiPropertyOptional({ description: 'Of a message into a group' }) groupId?: string;
}

export class MessageDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) outletId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) conversationId!: string | null;
  @ApiProperty({ type: RecipientDto }) to!: RecipientDto;
  @ApiProperty({ enum: SEND_CLASSES }) class!: SendClass;
  @ApiProperty() type!: string;
  @ApiProperty({ enum: MESSAGE_STATES }) status!: MessageState;
  @ApiProperty({ description: 'WhatsApp reported a failure on at least one of the recipient’s devices' }) failed!: boolean;
  @ApiProperty({ type: String, nullable: true }) wamid!: string | null;
  @ApiProperty({ description: 'Number of attempts to send' }) attempts!: number;
  @ApiProperty({ type: [MessageErrorDto] }) errors!: MessageErrorDto[];
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'As WhatsApp reported it: type, category' })
  pricing!: Record<string, unknown> | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The time it was scheduled for' }) sendAt!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The failed message in place of which it was sent' })
  retryOf!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}

export class ReportedStatusDto {
  @ApiProperty() status!: string;
  @ApiProperty() wamid!: string;
  @ApiProperty({ format: 'date-time', description: 'Time according to WhatsApp' }) at!: string;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ description: 'Group messages: the participant; otherwise empty' }) participant!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) pricing!: Record<string, unknown> | null;
  @ApiProperty({ type: [MessageErrorDto] }) errors!: MessageErrorDto[];
}

@ApiExtraModels(ReportedStatusDto)
export class MessageDetailDto extends MessageDto {
  @ApiProperty({ type: 'object', additionalProperties: true }) content!: object;
  @ApiProperty({ type: String, nullable: true, description: 'WhatsApp id of the message this one replies to' }) contextWamid!:
    string | null;
  @ApiProperty({
    type: MessagePriceDto,
    description: 'Of a message into a group nothing is known: it is priced by who of it got the message',
  })
  price!: MessagePriceDto;
  @ApiProperty({
    type: 'array',
    items: { $ref: getSchemaPath(ReportedStatusDto) },
    description: 'Every status that WhatsApp reported, oldest first',
  })
  statuses!: ReportedStatusDto[];
}

export class MessagePageDto {
  @ApiProperty({ type: [MessageDto] }) items!: MessageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
