import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import type { Media, MediaStatus, MessageMedia } from '../../domain/media/media.js';

export const MEDIA_ID = '0198c0de-0000-7000-8000-0000000000f1';
const STATUSES = ['pending', 'stored', 'failed', 'expired'];

export class MediaPath {
  @ApiProperty({ format: 'uuid', example: MEDIA_ID })
  @IsUUID()
  id!: string;
}

export class MediaErrorDto {
  @ApiProperty({
    example: 'too_large',
    description: 'too_large, type_not_accepted, hash_mismatch, address_refused, refused_by_whatsapp, expired',
  })
  code!: string;
  @ApiProperty({ example: 'files of kind image may have at most 5242880 bytes' }) detail!: string;
}

export class MediaFileDto {
  @ApiProperty({ format: 'uuid', example: MEDIA_ID }) id!: string;
  @ApiProperty({
    enum: STATUSES,
    example: 'stored',
    description: 'pending: being fetched; failed: POST /media/{id}/retry tries again; expired: WhatsApp no longer has it',
  })
  status!: MediaStatus;
  @ApiProperty({ example: 'image/jpeg', description: 'The type of the bytes; while pending, as WhatsApp announced it' })
  contentType!: string;
  @ApiPropertyOptional({ example: 'invoice.pdf' }) filename?: string;
  @ApiPropertyOptional({ example: 48213, description: 'Bytes' }) size?: number;
  @ApiPropertyOptional({ example: '3e19370b2d0188664333d4a32e74940dc2925566ef90c92b265e70cd512f679a', description: 'Hex' }) sha256?: string;
  @ApiPropertyOptional({ type: MediaErrorDto }) error?: MediaErrorDto;

  static fileOf(media: MessageMedia): MediaFileDto {
    return {
      id: media.id,
      status: media.status,
      contentType: media.contentType,
      ...(media.filename === null ? {} : { filename: media.filename }),
      ...(media.size === null ? {} : { size: media.size }),
      ...(media.sha256 === null ? {} : { sha256: media.sha256 }),
      ...(media.error === null ? {} : { error: media.error }),
    };
  }
}

export class MediaDto extends MediaFileDto {
  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000012', description: 'The message it belongs to' })
  messageId?: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;

  static of(media: Media): MediaDto {
    return { ...MediaFileDto.fileOf(media), ...(media.messageId ? { messageId: media.messageId } : {}), createdAt: media.createdAt };
  }
}

/** The file of a message. */
export class MessageMediaDto extends MediaFileDto {
  @ApiPropertyOptional({ example: 'The receipt' }) caption?: string;
  @ApiPropertyOptional({ example: true, description: 'A recording made in the chat' }) voice?: boolean;
  @ApiPropertyOptional({ example: false, description: 'Of a sticker' }) animated?: boolean;
}

export class MediaLinkDto {
  @ApiProperty({ example: '/media/WyIwMTk4YzBkZS0.c2lnbmF0dXJl', description: 'A path at the gateway that needs no other credentials' })
  url!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:05:00.000Z' }) expiresAt!: string;
}
