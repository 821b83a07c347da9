import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { UNSUBSCRIBED_FROM, type Unsubscriber } from '../../domain/consent/unsubscriber.js';

export class UnsubscribersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json', description: 'csv (or Accept: text/csv) exports all of them' })
  @IsOptional()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}

export class UnsubscriberDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000a1' }) contactId!: string;
  @ApiProperty({ type: String, nullable: true, example: 'Rosa Quispe' }) name!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '16505551234', description: 'Digits of the international number' })
  phone!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Business-scoped user id' }) userId!: string | null;
  @ApiProperty({ enum: [UNSUBSCRIBED_FROM], example: UNSUBSCRIBED_FROM, description: 'Promotions of the company, from whatever number' })
  scope!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) at!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'whatsapp_message',
    description:
      'How it is known: `whatsapp_message`, `whatsapp_button`, `whatsapp_preferences` (their setting in WhatsApp), `refused_before_erasure`, or what a person or program wrote down',
  })
  source!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'STOP', description: 'The customer’s own words' }) wording!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Who wrote it down; null: the customer, or WhatsApp' })
  by!: string | null;

  static of({ byId, ...unsubscriber }: Unsubscriber): UnsubscriberDto {
    return { ...unsubscriber, scope: UNSUBSCRIBED_FROM, by: byId };
  }
}

export class UnsubscriberPageDto {
  @ApiProperty({ type: [UnsubscriberDto] }) items!: UnsubscriberDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
