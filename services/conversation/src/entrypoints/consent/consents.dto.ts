import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ApiNextCursor } from '#service-kit';
import { CONSENTS } from '../../domain/contacts/contact.js';
import type { ConsentEntryState, SaidConsent } from '../../domain/consent/consent.js';

export class ConsentEntryDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000031' }) id!: string;
  @ApiProperty({ enum: [...CONSENTS, 'pending'], example: 'denied', description: '`pending`: wanted, and yet to be confirmed' })
  marketing!: ConsentEntryState;
  @ApiPropertyOptional({
    example: 'whatsapp_message',
    description:
      'whatsapp_message, whatsapp_button, whatsapp_preferences (set in WhatsApp itself), refused_before_erasure, or what a person or a program gave',
  })
  source?: string;
  @ApiPropertyOptional({ example: 'STOP', description: 'The customer’s own words' }) wording?: string;
  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000021' }) messageId?: string;
  @ApiPropertyOptional({ example: '0198c0de-0000-7000-8000-000000000041', description: 'Who wrote it down' }) by?: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;

  static of(this: void, { id, state, source, wording, messageId, byId, at }: SaidConsent): ConsentEntryDto {
    return {
      id,
      marketing: state,
      ...(source ? { source } : {}),
      ...(wording ? { wording } : {}),
      ...(messageId ? { messageId } : {}),
      ...(byId ? { by: byId } : {}),
      at,
    };
  }
}

export class ConsentPageDto {
  @ApiProperty({ type: [ConsentEntryDto] }) items!: ConsentEntryDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
