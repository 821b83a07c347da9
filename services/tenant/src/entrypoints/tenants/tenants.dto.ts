import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsFQDN,
  IsIn,
  IsOptional,
  isTimeZone,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { SLUG } from '../../domain/tenants/slug.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';
import { IsAddress, IsName } from '../plain-text.js';

const PLANS = ['free', 'starter', 'growth', 'enterprise'] as const;
type Plan = (typeof PLANS)[number];

const SETTINGS_BYTES = 16_384;

const isSettings = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && JSON.stringify(value).length <= SETTINGS_BYTES;

/** A JSON object of a bounded size. What the platform knows of it has a meaning: `timezone`; everything else is the programs' own. */
const isZoneRight = ({ timezone }: Record<string, unknown>): boolean => timezone === undefined || isTimeZone(timezone);
const isLanguageRight = ({ language }: Record<string, unknown>): boolean =>
  language === undefined || (typeof language === 'string' && language.length <= 35 && /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(language));

function IsSettings(): PropertyDecorator {
  return ValidateBy({
    name: 'isSettings',
    validator: {
      validate: (value: unknown) => isSettings(value) && isZoneRight(value) && isLanguageRight(value),
      defaultMessage: (about) =>
        isSettings(about?.value)
          ? isZoneRight(about.value)
            ? 'settings.language must be a language tag, such as en, es or pt-BR'
            : 'settings.timezone must be an IANA time zone such as America/Bogota'
          : `settings must be a JSON object of at most ${SETTINGS_BYTES} characters`,
    },
  });
}

const EXAMPLE_SETTINGS = { timezone: 'America/Bogota', language: 'es' };

export class CreateTenantDto {
  @ApiProperty({ example: 'acme-corp', description: 'Unique; lower-case letters, digits and single hyphens' })
  @Matches(SLUG, { message: 'slug must be lower-case letters and digits with single hyphens, e.g. acme-corp' })
  @Length(2, 63)
  slug!: string;

  @ApiProperty({ example: 'Acme Corp' })
  @IsName()
  name!: string;

  @ApiPropertyOptional({ enum: PLANS, default: 'free', example: 'starter' })
  @IsOptional()
  @IsIn(PLANS)
  plan?: Plan;

  @ApiPropertyOptional({ example: 'acme.example', description: 'The company’s own domain' })
  @IsOptional()
  @IsFQDN()
  @MaxLength(253)
  domain?: string;

  @ApiPropertyOptional({ example: 'office@acme.example' })
  @IsOptional()
  @IsAddress()
  contactEmail?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: EXAMPLE_SETTINGS,
    description: 'Any JSON object; `timezone` is the company’s IANA time zone',
  })
  @IsOptional()
  @IsSettings()
  settings?: Record<string, unknown>;
}

export class ChangeTenantDto {
  @ApiPropertyOptional({ example: 'Acme Corporation' })
  @ValidateIf((_, value) => value !== undefined)
  @IsName()
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'acme.example', description: 'Null clears it' })
  @IsOptional()
  @IsFQDN()
  @MaxLength(253)
  domain?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'office@acme.example', description: 'Null clears it' })
  @IsOptional()
  @IsAddress()
  contactEmail?: string | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: EXAMPLE_SETTINGS, description: 'Replaces all settings' })
  @ValidateIf((_, value) => value !== undefined)
  @IsSettings()
  settings?: Record<string, unknown>;

  @ApiPropertyOptional({ example: 'acme', description: 'Superadmin only' })
  @ValidateIf((_, value) => value !== undefined)
  @Matches(SLUG, { message: 'slug must be lower-case letters and digits with single hyphens, e.g. acme-corp' })
  @Length(2, 63)
  slug?: string;

  @ApiPropertyOptional({
    enum: ['active', 'suspended'],
    example: 'active',
    description: 'Superadmin only. Nobody can use a suspended tenant.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsIn(['active', 'suspended'])
  status?: 'active' | 'suspended';

  @ApiPropertyOptional({ enum: PLANS, example: 'growth', description: 'Superadmin only' })
  @ValidateIf((_, value) => value !== undefined)
  @IsIn(PLANS)
  plan?: Plan;
}

export class RequireTwoFactorDto {
  @ApiProperty({ example: true })
  @IsBoolean()
  required!: boolean;
}

export class TenantDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'acme-corp' }) slug!: string;
  @ApiProperty({ example: 'Acme Corp' }) name!: string;
  @ApiProperty({ enum: ['active', 'suspended'], example: 'active' }) status!: 'active' | 'suspended';
  @ApiProperty({ enum: PLANS, example: 'starter' }) plan!: Plan;
  @ApiProperty({ type: String, nullable: true, example: 'acme.example' }) domain!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'office@acme.example' }) contactEmail!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, example: EXAMPLE_SETTINGS }) settings!: Record<string, unknown>;
  @ApiProperty({ example: false, description: 'Whether its people need two-factor sign-in; set with PUT /tenants/{id}/two-factor' })
  twoFactorRequired!: boolean;
  @ApiProperty({ example: 3, description: 'Increases with every change; the ETag contains it' }) version!: number;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) updatedAt!: string;
}

export class TenantPageDto {
  @ApiProperty({ type: [TenantDto] }) items!: TenantDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class TenantQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['active', 'suspended'] })
  @IsOptional()
  @IsIn(['active', 'suspended'])
  status?: 'active' | 'suspended';

  @ApiPropertyOptional({ description: 'Part of the name or the slug', example: 'acme' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  search?: string;
}
