import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsLocale,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { ApiNextCursor, ROLES, type Role } from '#service-kit';

export class CreateTenantDto {
  @ApiProperty({ example: 'acme-corp', description: 'Unique; lower-case letters, digits and single hyphens' })
  @Matches(/^[a-z0-9]+(-[a-z0-9]+)*$/, { message: 'slug must be lower-case letters and digits with single hyphens, e.g. acme-corp' })
  @Length(2, 63)
  slug!: string;

  @ApiProperty({ example: 'Acme Corp' })
  @IsString()
  @Length(1, 120)
  name!: string;
}

export class TenantDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() slug!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['active', 'suspended'] }) status!: 'active' | 'suspended';
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
}

export class TenantPageDto {
  @ApiProperty({ type: [TenantDto] }) items!: TenantDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class AddUserDto {
  @ApiProperty({ example: 'ana@acme.example' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty({ minLength: 8, description: 'Of the new account; an account that the address has already keeps its own' })
  @IsString()
  @MinLength(8)
  @MaxLength(200)
  password!: string;

  @ApiProperty({ example: 'Ana' })
  @IsString()
  @Length(1, 120)
  name!: string;

  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;
}

export class MemberDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() email!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ROLES }) role!: Role;
  @ApiProperty({ format: 'date-time' }) joinedAt!: string;
}

export class MemberPageDto {
  @ApiProperty({ type: [MemberDto] }) items!: MemberDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class LlmConfigDto {
  @ApiPropertyOptional({ default: 'friendly', maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  tone?: string;

  @ApiPropertyOptional({ default: 'en', description: 'BCP 47, e.g. pt-BR' })
  @IsOptional()
  @IsLocale()
  language?: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null: the model of the installation' })
  @IsOptional()
  @IsString()
  @Length(1, 120)
  model?: string | null;

  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 2, description: 'Null: the model’s own' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(2)
  temperature?: number | null;

  @ApiPropertyOptional({ default: '' })
  @IsOptional()
  @IsString()
  @MaxLength(8_000)
  systemPrompt?: string;

  @ApiPropertyOptional({ type: [String], default: [], description: 'Any of these in a message brings a person' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(2, 100, { each: true })
  escalationKeywords?: string[];

  @ApiPropertyOptional({ type: String, nullable: true, description: 'What the customer reads when a person takes over' })
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  handoffMessage?: string | null;

  @ApiPropertyOptional({ default: true, description: 'Answer from the tenant’s own knowledge only' })
  @IsOptional()
  @IsBoolean()
  offTopicGuard?: boolean;
}
