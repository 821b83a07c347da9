import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { RECOVERY_CODES } from '../../domain/auth/one-time-code.js';
import { LONGEST_PASSWORD } from '../../domain/auth/password-policy.js';
import { EXAMPLE_TIME } from '../examples.js';

/** A code of the app, or a recovery code, however people space it. */
export const IsCode = (): PropertyDecorator => applyDecorators(IsString(), Length(1, 40));
export const CODE_EXAMPLE = '492039';
/** On every way in. */
export const ApiCode = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description: 'Needed of an account with two-factor sign-in: the code of the authenticator app, or a recovery code',
      example: CODE_EXAMPLE,
    }),
    IsOptional(),
    IsCode(),
  );

export class StartTwoFactorDto {
  @ApiPropertyOptional({ description: 'Required of whoever has one', example: 'correct horse battery' })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password?: string;
}

export class TwoFactorCodeDto {
  @ApiProperty({ description: 'The code of the authenticator app, or a recovery code', example: CODE_EXAMPLE })
  @IsCode()
  code!: string;
}

export class TwoFactorDto {
  @ApiProperty({ example: true }) enabled!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME }) since!: string | null;
  @ApiProperty({ description: 'Recovery codes that still work', example: RECOVERY_CODES }) recoveryCodesLeft!: number;
  @ApiProperty({
    type: [String],
    description: 'Names of your tenants that ask for it; while there are any it stays on',
    example: ['Acme Corp'],
  })
  requiredBy!: string[];
}

export class TwoFactorSecretDto {
  @ApiProperty({ description: 'For typing into an authenticator app, in base32', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  secret!: string;
  @ApiProperty({
    description: 'The same for a QR code',
    example: 'otpauth://totp/Chasqui:ana%40acme.example?issuer=Chasqui&secret=JBSW...',
  })
  uri!: string;
}

export class RecoveryCodesDto {
  @ApiProperty({
    type: [String],
    description: 'Each works once in place of a code. Nothing shows them again.',
    example: ['k3fd-9xqm-7wpt-hz2r'],
  })
  recoveryCodes!: string[];
}
