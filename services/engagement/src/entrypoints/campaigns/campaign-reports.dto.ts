import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, MaxLength, ValidateIf } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { END_STATES, RECIPIENT_STATES, type EndState, type RecipientState } from '../../domain/campaigns/outcome.js';
import { AT, CONTACT_ID, given } from './campaigns.dto.js';

export class RecipientsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: RECIPIENT_STATES })
  @ValidateIf(given)
  @IsIn(RECIPIENT_STATES)
  state?: RecipientState;
}

export class CampaignRecipientDto {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID }) contactId!: string;
  @ApiProperty({ enum: RECIPIENT_STATES, example: 'delivered' }) state!: RecipientState;
  @ApiPropertyOptional({
    example: 'frequency_capped',
    description: 'Of whom was skipped or failed: a code of the gate, of WhatsApp, or of the campaign',
  })
  reason?: string;
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'When the turn comes' }) dueAt?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'See GET /messages/{id}' }) messageId?: string;
  @ApiProperty({ format: 'date-time', example: AT }) updatedAt!: string;
}

export class CampaignRecipientListDto {
  @ApiProperty({ type: [CampaignRecipientDto] }) items!: CampaignRecipientDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class CampaignReasonDto {
  @ApiProperty({ enum: END_STATES, example: 'failed' }) state!: EndState;
  @ApiProperty({ example: '131026', description: 'A code of the gate, of WhatsApp, or of the campaign' }) reason!: string;
  @ApiProperty({ example: 12 }) recipients!: number;
}

export class CampaignReasonListDto {
  @ApiProperty({ type: [CampaignReasonDto] }) items!: CampaignReasonDto[];
}

export class LiftGroupDto {
  @ApiProperty({ example: 900 }) size!: number;
  @ApiProperty({ example: 81 }) successes!: number;
  @ApiProperty({ type: Number, nullable: true, example: 0.09 }) rate!: number | null;
}

export class LiftIntervalDto {
  @ApiProperty({ example: 0.05, description: 'The rate of those who were to get it, less the rate of those who were held out' })
  difference!: number;
  @ApiProperty({ example: 0.01, description: 'The 95 % interval' }) low!: number;
  @ApiProperty({ example: 0.08 }) high!: number;
  @ApiProperty({ enum: ['higher', 'lower', 'unclear'], description: 'unclear: the interval holds 0' }) verdict!:
    'higher' | 'lower' | 'unclear';
}

export class CampaignLiftDto {
  @ApiProperty({ enum: ['replied'] }) metric!: 'replied';
  @ApiProperty({ example: 7 }) withinDays!: number;
  @ApiProperty({ type: LiftGroupDto }) treated!: LiftGroupDto;
  @ApiProperty({ type: LiftGroupDto }) heldOut!: LiftGroupDto;
  @ApiProperty({ type: LiftIntervalDto, nullable: true, description: 'null where a group has fewer than 20 contacts' })
  lift!: LiftIntervalDto | null;
}

export class LikelyMessagesDto {
  @ApiProperty({ example: 820 }) low!: number;
  @ApiProperty({ example: 870 }) high!: number;
}

export class ForecastRefusalDto {
  @ApiProperty({ example: 'opted_out', description: 'A code of the gate, or `parameter_missing`, `no_address`' }) code!: string;
  @ApiProperty({ example: 3, description: 'Contacts of the sample' }) sampled!: number;
  @ApiProperty({ example: 0.06 }) share!: number;
}

export class ForecastCostDto {
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ example: 18_500_000, description: 'In millionths of the currency' }) lowMicros!: number;
  @ApiProperty({ example: 21_750_000 }) highMicros!: number;
}

export class CampaignForecastDto {
  @ApiProperty({ example: 1_000 }) audience!: number;
  @ApiProperty({ example: 100 }) heldOut!: number;
  @ApiProperty({ example: 50, description: 'Contacts that the gate was asked about' }) sample!: number;
  @ApiProperty({ type: LikelyMessagesDto, description: 'Messages that are likely to leave: a 95 % interval' }) messages!: LikelyMessagesDto;
  @ApiProperty({ type: [ForecastRefusalDto], description: 'Why others would not leave, the most frequent first' })
  refusals!: ForecastRefusalDto[];
  @ApiProperty({ type: ForecastCostDto, nullable: true, description: 'What WhatsApp would charge; null where a rate is not known' })
  cost!: ForecastCostDto | null;
}

export class TestSendBody {
  @ApiProperty({ example: '+16505551234', description: 'A phone number in international form' })
  @IsString()
  @MaxLength(40)
  to!: string;

  @ApiPropertyOptional({ format: 'uuid', example: CONTACT_ID, description: 'The contact whose values it shows; left out: the fallbacks' })
  @ValidateIf(given)
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ example: 'es', description: 'In which language, where the campaign has several' })
  @ValidateIf(given)
  @IsString()
  @MaxLength(20)
  language?: string;
}

export class TestSentDto {
  @ApiProperty({ format: 'uuid', description: 'See GET /messages/{id} for what becomes of it' }) id!: string;
}
