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

/** A few opening hours of one day. */
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

  @ApiProperty({ type: WeeklyHoursDto, description: 'A day that is left out is closed' })
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
    description: 'Milliseconds of quiet after which a burst of messages is answered',
  })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(600_000)
  replyDebounceMs?: number;

  @ApiPropertyOptional({ example: 'es', description: 'Instead of the tenant’s language; BCP 47' })
  @IsOptional()
  @IsLocale()
  @MaxLength(35)
  language?: string;

  @ApiPropertyOptional({ type: BusinessHoursDto, description: 'Absent: always open' })
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

  @ApiProperty({ example: '106540352242922', description: 'The id of the number in WhatsApp Manager, not the number' })
  @Matches(/^\d{5,25}$/, { message: 'phoneNumberId must be the digits of the id that WhatsApp Manager shows' })
  phoneNumberId!: string;

  @ApiProperty({ example: '102290129340398' })
  @Matches(/^\d{5,25}$/, { message: 'wabaId must be the digits of the WhatsApp Business Account id' })
  wabaId!: string;

  @ApiProperty({ example: '+1 555-010-1001' })
  @Matches(/^\+?[\d ().-]{5,30}$/, { message: 'displayPhoneNumber must be a phone number such as +1 555-010-1001' })
  displayPhoneNumber!: string;

  @ApiProperty({ writeOnly: true, example: 'EAAG...', description: 'Token for the Graph API. Sealed at once, never returned.' })
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

  @ApiPropertyOptional({ type: OutletSettingsDto, description: 'Replaces the settings as a whole' })
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => OutletSettingsDto)
  settings?: OutletSettingsDto;
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
      'Only an active number sends and receives. unconfirmed: WhatsApp has not said that it is yours. quarantined: it is yours, and another ' +
      'tenant had it a moment ago; see receivesFrom',
  })
  status!: (typeof STATUSES)[number];
  @ApiProperty({
    enum: ['confirmed', 'waiting', 'refused'],
    example: 'confirmed',
    description: 'Whether WhatsApp says that number and account are your access token’s. waiting: it could not be asked',
  })
  confirmation!: 'confirmed' | 'waiting' | 'refused';
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'When WhatsApp confirmed it. null beside confirmed: the operator trusts it, and nobody asked WhatsApp',
  })
  confirmedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Code of what keeps it from being confirmed' })
  confirmationProblem!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'The same for people, and what would be right' })
  confirmationDetail!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'When WhatsApp is asked again by itself; POST /outlets/{id}/validate asks now',
  })
  asksAgainAt!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'Messages that arrive from then on are yours',
  })
  receivesFrom!: string | null;
  @ApiProperty({ enum: ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'], example: 'GREEN' }) quality!: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  @ApiProperty({ type: String, nullable: true, example: 'TIER_10K', description: 'As Meta reports it' }) messagingLimit!: string | null;
  @ApiProperty({ enum: ['STANDARD', 'HIGH'], example: 'STANDARD' }) throughput!: 'STANDARD' | 'HIGH';
  @ApiProperty({ type: String, nullable: true, example: 'Acme Corp', description: 'What customers read' }) verifiedName!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'CONNECTED', description: 'As Meta spells it' }) metaStatus!: string | null;
  @ApiProperty({ enum: ['unknown', 'ok', 'limited', 'blocked'], example: 'ok', description: 'unknown until it is validated' })
  health!: 'unknown' | 'ok' | 'limited' | 'blocked';
  @ApiProperty({ type: Boolean, nullable: true, example: true, description: 'Whether Meta sends us the account’s webhooks' })
  webhooksSubscribed!: boolean | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Code of the problem that the last validation ended with' })
  checkProblem!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME, description: 'Of the last validation' })
  checkedAt!: string | null;
  @ApiProperty({ type: OutletSettingsDto }) settings!: OutletSettingsDto;
  @ApiProperty({ example: 3, description: 'Grows with every change that somebody makes; the ETag is made of it' }) version!: number;
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
