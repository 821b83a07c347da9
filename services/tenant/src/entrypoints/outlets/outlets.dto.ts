import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsLocale,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { TIME } from '../../domain/outlets/outlet-settings.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';

const STATUSES = ['active', 'disabled', 'unconfirmed', 'quarantined'] as const;
const TOKEN = /^[\x21-\x7e]{8,4096}$/;

class OpeningHoursDto {
  @ApiProperty({ example: '09:00', description: 'HH:MM, local' })
  @Matches(TIME, { message: 'from must be a time such as 09:00' })
  from!: string;

  @ApiProperty({ example: '18:00', description: 'HH:MM, local; 24:00 is the end of the day' })
  @Matches(TIME, { message: 'to must be a time such as 18:00' })
  to!: string;
}

/** Opening hours of one day. */
const IsHours = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(6),
    ValidateNested({ each: true }),
    Type(() => OpeningHoursDto),
  );

class WeeklyHoursDto {
  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [{ from: '09:00', to: '18:00' }] })
  @IsOptional()
  @IsHours()
  monday?: OpeningHoursDto[];

  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [{ from: '09:00', to: '18:00' }] })
  @IsOptional()
  @IsHours()
  tuesday?: OpeningHoursDto[];

  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [{ from: '09:00', to: '18:00' }] })
  @IsOptional()
  @IsHours()
  wednesday?: OpeningHoursDto[];

  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [{ from: '09:00', to: '18:00' }] })
  @IsOptional()
  @IsHours()
  thursday?: OpeningHoursDto[];

  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [{ from: '09:00', to: '18:00' }] })
  @IsOptional()
  @IsHours()
  friday?: OpeningHoursDto[];

  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [{ from: '10:00', to: '14:00' }] })
  @IsOptional()
  @IsHours()
  saturday?: OpeningHoursDto[];

  @ApiPropertyOptional({ type: () => [OpeningHoursDto], example: [] })
  @IsOptional()
  @IsHours()
  sunday?: OpeningHoursDto[];
}

class BusinessHoursDto {
  @ApiProperty({ example: 'America/Bogota', description: 'IANA time zone' })
  @IsTimeZone({ message: 'timezone must be an IANA time zone such as America/Bogota' })
  timezone!: string;

  @ApiProperty({ type: WeeklyHoursDto, description: 'Omitted days are closed' })
  @IsObject()
  @ValidateNested()
  @Type(() => WeeklyHoursDto)
  weekly!: WeeklyHoursDto;
}

export class OutletSettingsDto {
  @ApiPropertyOptional({
    minimum: 0,
    maximum: 600_000,
    example: 3_000,
    description: 'Milliseconds without a new message before the bot answers',
  })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(600_000)
  replyDebounceMs?: number;

  @ApiPropertyOptional({ example: 'es', description: 'Language tag (BCP 47) that replaces the tenant’s language' })
  @IsOptional()
  @IsLocale()
  @MaxLength(35)
  language?: string;

  @ApiPropertyOptional({ type: BusinessHoursDto, description: 'Default: always open' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BusinessHoursDto)
  businessHours?: BusinessHoursDto;
}

export class ConnectOutletDto {
  @ApiProperty({ example: 'Main store' })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({ example: '106540352242922', description: 'Phone number id as WhatsApp Manager shows it, not the phone number' })
  @Matches(/^\d{5,25}$/, { message: 'phoneNumberId must be the digits of the id that WhatsApp Manager shows' })
  phoneNumberId!: string;

  @ApiProperty({ example: '102290129340398' })
  @Matches(/^\d{5,25}$/, { message: 'wabaId must be the digits of the WhatsApp Business Account id' })
  wabaId!: string;

  @ApiProperty({ example: '+1 555-010-1001' })
  @Matches(/^\+?[\d ().-]{5,30}$/, { message: 'displayPhoneNumber must be a phone number such as +1 555-010-1001' })
  displayPhoneNumber!: string;

  @ApiProperty({ writeOnly: true, example: 'EAAG...', description: 'Token for the Graph API. Stored encrypted, never returned.' })
  @Matches(TOKEN, { message: 'accessToken must be 8 to 4096 printable characters without spaces' })
  accessToken!: string;

  @ApiPropertyOptional({ type: OutletSettingsDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => OutletSettingsDto)
  settings?: OutletSettingsDto;
}

export class ChangeOutletDto {
  @ApiPropertyOptional({ example: 'Main store' })
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @Length(1, 120)
  name?: string;

  @ApiPropertyOptional({ enum: ['active', 'disabled'], example: 'active', description: 'A disabled number sends nothing' })
  @ValidateIf((_, value) => value !== undefined)
  @IsIn(['active', 'disabled'])
  status?: 'active' | 'disabled';

  @ApiPropertyOptional({ writeOnly: true, example: 'EAAG...' })
  @ValidateIf((_, value) => value !== undefined)
  @Matches(TOKEN, { message: 'accessToken must be 8 to 4096 printable characters without spaces' })
  accessToken?: string;

  @ApiPropertyOptional({ type: OutletSettingsDto, description: 'Replaces all settings' })
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => OutletSettingsDto)
  settings?: OutletSettingsDto;
}

class WhatsAppErrorDto {
  @ApiProperty({ example: 190, description: 'Code of the Graph API' }) code!: number;
  @ApiProperty({ required: false, example: 463 }) subcode?: number;
  @ApiProperty({ example: 'Error validating access token: Session has expired', description: 'The text of the Graph API' })
  message!: string;
}

export class OutletDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'Main store' }) name!: string;
  @ApiProperty({ example: '106540352242922' }) phoneNumberId!: string;
  @ApiProperty({ example: '102290129340398' }) wabaId!: string;
  @ApiProperty({ example: '+1 555-010-1001' }) displayPhoneNumber!: string;
  @ApiProperty({
    enum: STATUSES,
    example: 'active',
    description:
      'Only an active number sends and receives. unconfirmed: WhatsApp has not confirmed that it is yours. quarantined: it is yours, but ' +
      'another tenant had it until recently; see receivesFrom',
  })
  status!: (typeof STATUSES)[number];
  @ApiProperty({
    enum: ['confirmed', 'waiting', 'refused'],
    example: 'confirmed',
    description: 'Whether WhatsApp confirmed that number and account belong to your access token. waiting: it could not be reached',
  })
  confirmation!: 'confirmed' | 'waiting' | 'refused';
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'When WhatsApp confirmed it. Null although confirmed: the operator vouches for it',
  })
  confirmedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Code of the error that prevents the confirmation' })
  confirmationProblem!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'The same error for people, and how to correct it' })
  confirmationDetail!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'Time of the next automatic check; POST /outlets/{id}/validate checks now',
  })
  asksAgainAt!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'Messages that arrive from this time on are yours',
  })
  receivesFrom!: string | null;
  @ApiProperty({ enum: ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'], example: 'GREEN' }) quality!: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  @ApiProperty({ type: String, nullable: true, example: 'TIER_10K', description: 'As Meta reports it' }) messagingLimit!: string | null;
  @ApiProperty({ enum: ['STANDARD', 'HIGH'], example: 'STANDARD' }) throughput!: 'STANDARD' | 'HIGH';
  @ApiProperty({ type: String, nullable: true, example: 'Acme Corp', description: 'The name that customers see' }) verifiedName!:
    string | null;
  @ApiProperty({ type: String, nullable: true, example: 'CONNECTED', description: 'As Meta reports it' }) metaStatus!: string | null;
  @ApiProperty({ enum: ['unknown', 'ok', 'limited', 'blocked'], example: 'ok', description: 'unknown until validated' })
  health!: 'unknown' | 'ok' | 'limited' | 'blocked';
  @ApiProperty({ type: Boolean, nullable: true, example: true, description: 'Whether Meta sends us the account’s webhooks' })
  webhooksSubscribed!: boolean | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Code of the error that the last validation found' })
  checkProblem!: string | null;
  @ApiProperty({
    type: WhatsAppErrorDto,
    nullable: true,
    example: null,
    description: 'What WhatsApp itself said, where confirmationProblem or checkProblem comes from an error of WhatsApp',
  })
  whatsappError!: WhatsAppErrorDto | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME, description: 'When it was last validated' })
  checkedAt!: string | null;
  @ApiProperty({ type: OutletSettingsDto }) settings!: OutletSettingsDto;
  @ApiProperty({ example: 3, description: 'Increases with every edit; the ETag contains it' }) version!: number;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) updatedAt!: string;
}

export class OutletPageDto {
  @ApiProperty({ type: [OutletDto] }) items!: OutletDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class OutletQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiPropertyOptional({ description: 'Part of the name or the number', example: 'store' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  search?: string;
}
