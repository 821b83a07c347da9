import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsLocale, IsObject, IsOptional, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';
import { ApiNextCursor } from '#service-kit';

const TOKEN = /^[\x21-\x7e]{8,4096}$/;

export class OutletSettingsDto {
  @ApiPropertyOptional({ minimum: 0, maximum: 60_000, description: 'Milliseconds of quiet after which a burst of messages is answered' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(60_000)
  replyDebounceMs?: number;

  @ApiPropertyOptional({ example: 'es', description: 'Instead of the tenant’s language' })
  @IsOptional()
  @IsLocale()
  language?: string;
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

  @ApiProperty({ writeOnly: true, description: 'Token for the Graph API. Sealed at once, never returned.' })
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
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 120)
  name?: string;

  @ApiPropertyOptional({ writeOnly: true })
  @IsOptional()
  @Matches(TOKEN, { message: 'accessToken must be 8 to 4096 printable characters without spaces' })
  accessToken?: string;

  @ApiPropertyOptional({ type: OutletSettingsDto, description: 'Replaces the settings as a whole' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => OutletSettingsDto)
  settings?: OutletSettingsDto;
}

export class OutletDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() phoneNumberId!: string;
  @ApiProperty() wabaId!: string;
  @ApiProperty() displayPhoneNumber!: string;
  @ApiProperty({ enum: ['active', 'disabled'] }) status!: 'active' | 'disabled';
  @ApiProperty({ enum: ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] }) quality!: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  @ApiProperty({ type: String, nullable: true, example: 'TIER_10K', description: 'As Meta reports it' }) messagingLimit!: string | null;
  @ApiProperty({ enum: ['STANDARD', 'HIGH'] }) throughput!: 'STANDARD' | 'HIGH';
  @ApiProperty({ type: OutletSettingsDto }) settings!: OutletSettingsDto;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;
}

export class OutletPageDto {
  @ApiProperty({ type: [OutletDto] }) items!: OutletDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
