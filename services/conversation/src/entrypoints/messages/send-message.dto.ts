import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow as AnyValue, IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches, ValidateIf } from 'class-validator';
import { MEDIA_KINDS } from '#whatsapp';
import { DRAFT_TYPES, type Draft, type DraftType } from '../../domain/messages/draft.js';
import { TEXT_LIMIT } from '../../domain/threads/reply-text.js';
import { MEDIA_ID } from '../media/media.dto.js';

const FITS = new RegExp(`^[^]{0,${TEXT_LIMIT}}$`, 'u');

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

  @ApiPropertyOptional({ maxLength: 240, example: 'receipt.pdf', description: 'File name of a document; default: its own name' })
  @IsOptional()
  @IsString()
  @Length(1, 240)
  filename?: string;

  @ApiPropertyOptional({ example: true, description: 'Show an audio as a voice message. Ogg with Opus only.' })
  @IsOptional()
  @IsBoolean()
  voice?: boolean;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { name: 'order_update', language: 'en_US', parameters: { 1: 'Ana', 2: 'A-17', 3: 'on its way' } },
    description:
      '{ templateId | name, language, parameters? | components? }. Can be sent outside the 24-hour window. Values that are not given come from the contact, as the template says.',
  })
  @AnyValue()
  template?: unknown;

  @ApiPropertyOptional({
    format: 'uuid',
    example: '0198c0de-0000-7000-8000-000000000012',
    description: 'The message a reaction belongs to',
  })
  @ValidateIf(isOfType('reaction'))
  @IsUUID()
  messageId?: string;

  @ApiPropertyOptional({ example: '👍', description: 'The reaction; empty removes it' })
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
    description: 'The message this one replies to',
  })
  @IsOptional()
  @IsUUID()
  replyToMessageId?: string;
}
