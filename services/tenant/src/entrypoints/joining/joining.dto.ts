import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { ROLES, type Role } from '#service-kit';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../domain/auth/password-policy.js';
import { SLUG } from '../../domain/tenants/slug.js';
import { ID_TOKEN_EXAMPLE, IsIdToken, SessionDto } from '../auth/auth.dto.js';
import { ApiCode } from '../auth/two-factor.dto.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';
import { IsAddress, IsName } from '../plain-text.js';
import { TenantDto } from '../tenants/tenants.dto.js';

export class RegisterDto {
  @ApiProperty({ description: 'Name of the company', example: 'Acme Corp' })
  @IsName()
  tenantName!: string;

  @ApiPropertyOptional({ description: 'Default: made from the name', example: 'acme-corp' })
  @IsOptional()
  @Matches(SLUG, { message: 'slug must be lower-case letters and digits with single hyphens, e.g. acme-corp' })
  @Length(2, 63)
  slug?: string;

  @ApiProperty({ description: 'Name of the person', example: 'Ana Gómez' })
  @IsName()
  name!: string;

  @ApiProperty({ example: 'ana@acme.example' })
  @IsAddress()
  email!: string;

  @ApiPropertyOptional({
    description: 'Required unless idToken is given',
    minLength: SHORTEST_PASSWORD,
    maxLength: LONGEST_PASSWORD,
    example: 'correct horse battery',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password?: string;

  @ApiPropertyOptional({
    description: 'Instead of a password: a Firebase ID token with the same, verified address',
    example: ID_TOKEN_EXAMPLE,
  })
  @IsOptional()
  @IsIdToken()
  idToken?: string;

  @ApiCode()
  code?: string;
}

export class RegisteredDto extends SessionDto {
  @ApiProperty({ type: TenantDto }) tenant!: TenantDto;
}

export class InvitationPreviewDto {
  @ApiProperty({ example: 'Acme Corp' }) tenantName!: string;
  @ApiProperty({ example: 'acme-corp' }) tenantSlug!: string;
  @ApiProperty({ example: 'ben@acme.example' }) email!: string;
  @ApiProperty({ enum: ROLES, example: 'agent' }) role!: Role;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) expiresAt!: string;
  @ApiProperty({ description: 'Whether accepting needs a password or an idToken', example: true }) passwordRequired!: boolean;
  @ApiProperty({ description: 'Whether accepting needs a name', example: true }) nameRequired!: boolean;
  @ApiProperty({ description: 'Whether the password must be the one that the account of the address has', example: false })
  passwordOfAccount!: boolean;
}

export class AcceptInvitationDto {
  @ApiProperty({ description: 'From the link', example: 'inv_8Lk0...' })
  @IsString()
  @Length(1, 200)
  token!: string;

  @ApiPropertyOptional({ description: 'Required for a new account', example: 'Ben Ode' })
  @IsOptional()
  @IsName()
  name?: string;

  @ApiPropertyOptional({
    description:
      'Required for a new account, for one whose address was never confirmed, and, with a link that an admin passed on, for every other: its own',
    minLength: SHORTEST_PASSWORD,
    example: 'correct horse battery',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password?: string;

  @ApiPropertyOptional({
    description: 'Instead of a password: a Firebase ID token with the invited, verified address',
    example: ID_TOKEN_EXAMPLE,
  })
  @IsOptional()
  @IsIdToken()
  idToken?: string;

  @ApiCode()
  code?: string;
}

export class AcceptedInvitationDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) tenantId!: string;
  @ApiProperty({ example: 'Acme Corp' }) tenantName!: string;
  @ApiProperty({ example: 'acme-corp' }) tenantSlug!: string;
  @ApiProperty({ example: 'ben@acme.example' }) email!: string;
  @ApiProperty({ enum: ROLES, example: 'agent' }) role!: Role;
  @ApiProperty({
    type: SessionDto,
    nullable: true,
    description: 'Null if you have an account and sent no idToken: sign in as usual',
  })
  session!: SessionDto | null;
}
