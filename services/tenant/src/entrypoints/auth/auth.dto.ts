import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, MaxLength, MinLength } from 'class-validator';
import { ProblemDto, ROLES, type Role } from '#service-kit';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../domain/auth/password-policy.js';
import { EXAMPLE_ID } from '../examples.js';
import { IsAddress, IsName } from '../plain-text.js';
import { ApiCode } from './two-factor.dto.js';

export const TOO_MANY = { description: 'Too many failures; Retry-After says when to try again', type: ProblemDto };

export class LoginDto {
  @ApiProperty({ example: 'ana@acme.example' })
  @IsAddress()
  email!: string;

  @ApiProperty({ example: 'correct horse battery' })
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @ApiCode()
  code?: string;
}

/** Longer than any that Firebase makes. */
const LONGEST_ID_TOKEN = 8_000;
export const ID_TOKEN_EXAMPLE = 'eyJhbGciOiJSUzI1NiIsImtpZCI6Ii4uLiJ9...';
export const IsIdToken = (): PropertyDecorator => applyDecorators(IsString(), Length(1, LONGEST_ID_TOKEN));

export class FirebaseSignInDto {
  @ApiProperty({ description: 'From the Firebase SDK: user.getIdToken()', example: ID_TOKEN_EXAMPLE })
  @IsIdToken()
  idToken!: string;

  @ApiCode()
  code?: string;
}

export class RefreshDto {
  @ApiProperty({ description: 'refreshToken of the last sign-in or refresh; it works once', example: 'rt_5Qx2...' })
  @IsString()
  @MaxLength(200)
  refreshToken!: string;
}

export class SessionDto {
  @ApiProperty({ description: 'JWT for Authorization: Bearer', example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...' }) accessToken!: string;
  @ApiProperty({ example: 'rt_5Qx2...' }) refreshToken!: string;
  @ApiProperty({ description: 'Lifetime of the access token in seconds', example: 900 }) expiresIn!: number;
}

export class PasswordResetDto {
  @ApiProperty({ example: 'ana@acme.example' })
  @IsAddress()
  email!: string;
}

export class ConfirmPasswordResetDto {
  @ApiProperty({ description: 'From the link in the mail', example: 'pr_8Lk0...' })
  @IsString()
  @Length(1, 200)
  token!: string;

  @ApiProperty({ minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD, example: 'correct horse battery' })
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password!: string;
}

export class ConfirmEmailDto {
  @ApiProperty({ description: 'From the link in the mail', example: 'ec_8Lk0...' })
  @IsString()
  @Length(1, 200)
  token!: string;
}

export class ChangeMeDto {
  @ApiPropertyOptional({ example: 'Ana Gómez' })
  @IsOptional()
  @IsName()
  name?: string;

  @ApiPropertyOptional({ description: 'Required with newPassword', example: 'correct horse battery' })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  currentPassword?: string;

  @ApiPropertyOptional({ minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD, example: 'staple correct horse' })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  newPassword?: string;

  @ApiPropertyOptional({
    description: 'Refresh token of the sign-in to keep; default: the one that calls. A new password ends all others.',
    example: 'rt_5Qx2...',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  refreshToken?: string;
}

class MembershipDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'acme-corp' }) slug!: string;
  @ApiProperty({ example: 'Acme Corp' }) name!: string;
  @ApiProperty({ enum: ROLES, example: 'owner' }) role!: Role;
  @ApiProperty({ type: String, nullable: true, example: 'es', description: 'That the company has set for its people' }) language!:
    string | null;
  @ApiProperty({
    example: false,
    description: 'Whether it asks for two-factor sign-in that you have not: until then it lets you in nowhere',
  })
  twoFactorNeeded!: boolean;
}

export class MeDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Gómez' }) name!: string;
  @ApiProperty({ example: false }) superadmin!: boolean;
  @ApiProperty({ description: 'Whether a Firebase account is linked to yours', example: false }) firebaseLinked!: boolean;
  @ApiProperty({ example: true, description: 'Whether you have confirmed your address. Until then you cannot invite anyone.' })
  emailConfirmed!: boolean;
  @ApiProperty({ example: false, description: 'Whether your sign-in takes a code besides' }) twoFactor!: boolean;
  @ApiProperty({ type: [MembershipDto], description: 'The active tenants that you belong to; choose one with X-Tenant-ID' })
  tenants!: MembershipDto[];
}
