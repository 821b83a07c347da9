import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Allow as AnyValue, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { MESSAGE_STATUSES, SEND_CLASSES, type MessageStatus, type SendClass } from '#contracts';
import { ApiNextCursor, PageQuery } from '#service-kit';

const TYPES = ['text', 'image', 'video', 'audio', 'document', 'sticker', 'template', 'interactive', 'location', 'contacts', 'reaction'];

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

  @ApiPropertyOptional({ description: 'WhatsApp id of the message this one replies to' })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  contextWamid?: string;

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
  @Content('{ name, language, components? }; components in the shape of the Graph API') template?: unknown;
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
  @ApiProperty({ enum: ['queued'] }) status!: 'queued';
}

export class ListMessagesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MESSAGE_STATUSES })
  @IsOptional()
  @IsIn(MESSAGE_STATUSES)
  status?: MessageStatus;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  outletId?: string;
}

export class MessageErrorDto {
  @ApiProperty({ description: 'Error code of the Cloud API; 0: none' }) code!: number;
  @ApiPropertyOptional() title?: string;
  @ApiPropertyOptional() details?: string;
  @ApiPropertyOptional({ description: 'What to do about it' }) advice?: string;
}

export class RecipientDto {
  @ApiPropertyOptional() phone?: string;
  @ApiPropertyOptional() userId?: string;
}

export class MessageDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) outletId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) conversationId!: string | null;
  @ApiProperty({ type: RecipientDto }) to!: RecipientDto;
  @ApiProperty({ enum: SEND_CLASSES }) class!: SendClass;
  @ApiProperty() type!: string;
  @ApiProperty({ enum: MESSAGE_STATUSES }) status!: MessageStatus;
  @ApiProperty({ description: 'WhatsApp reported a failure on at least one of the recipient’s devices' }) failed!: boolean;
  @ApiProperty({ type: String, nullable: true }) wamid!: string | null;
  @ApiProperty({ description: 'Number of attempts to send' }) attempts!: number;
  @ApiProperty({ type: [MessageErrorDto] }) errors!: MessageErrorDto[];
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'As WhatsApp reported it: type, category' })
  pricing!: Record<string, unknown> | null;
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
