import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { CODE_DELIVERIES, CODE_PURPOSES, CODE_STATES, type CodePurpose } from '../../domain/codes/code.js';
import {
  CODE_RANGES as RANGES,
  DEFAULT_CODE_SETTINGS as DEFAULTS,
  type CodeSettings,
  type StoredCodeSettings,
} from '../../domain/codes/settings.js';

const ID = '0198c0de-0000-7000-8000-0000000000c7';
const OUTLET = '0198c0de-0000-7000-8000-000000000001';
const AT = '2026-11-20T09:00:00.000Z';
const PHONE = '+16505551234';
const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class SendCodeBody {
  @ApiProperty({ example: PHONE, maxLength: 200, description: 'The international number; WhatsApp sends no codes to user ids' })
  @IsString()
  @MaxLength(200)
  phone!: string;

  @ApiProperty({
    enum: CODE_PURPOSES,
    example: 'login',
    description: 'What the code is asked for. Each purpose of a number has a code of its own.',
  })
  @IsIn(CODE_PURPOSES)
  purpose!: CodePurpose;

  @ApiPropertyOptional({
    format: 'uuid',
    example: OUTLET,
    description: 'The WhatsApp number it leaves from; the one of the settings by default',
  })
  @ValidateIf(isGiven)
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({
    example: '203.0.113.7',
    maxLength: 100,
    description:
      'The address of whoever asks your program for the code, for the limit of one address. Only a hash of it is kept, and for an hour.',
  })
  @ValidateIf(isGiven)
  @IsString()
  @Matches(/^[\w.:%-]{1,100}$/, { message: 'clientAddress must be an address such as 203.0.113.7 or 2001:db8::1' })
  clientAddress?: string;
}

export class SentCodeDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:05:00.000Z', description: 'Until then the code counts' }) expiresAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:30.000Z', description: 'From then on another one may be sent' })
  resendAt!: string;
}

export class VerifyCodeBody {
  @ApiProperty({ example: PHONE, maxLength: 200 })
  @IsString()
  @MaxLength(200)
  phone!: string;

  @ApiProperty({ enum: CODE_PURPOSES, example: 'login' })
  @IsIn(CODE_PURPOSES)
  purpose!: CodePurpose;

  @ApiProperty({ example: '048213', description: 'As the customer has typed it: 4 to 8 digits' })
  @IsString()
  @Matches(/^\d{4,8}$/, { message: 'code must be 4 to 8 digits' })
  code!: string;
}

export class VerifiedCodeDto {
  @ApiProperty({ enum: [true], example: true }) verified!: true;
}

export class CodeDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ enum: CODE_PURPOSES, example: 'login' }) purpose!: string;
  @ApiProperty({
    enum: CODE_STATES,
    example: 'open',
    description: '`spent`: tried too often. `replaced`: another one was sent. Only an `open` one counts.',
  })
  state!: string;
  @ApiProperty({
    enum: CODE_DELIVERIES,
    example: 'delivered',
    description: 'How far the message is, as WhatsApp says. `refused`: it did not leave.',
  })
  delivery!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Why it did not arrive: an error code of WhatsApp, or one of the gate such as `number_paused`',
  })
  failure!: string | null;
  @ApiProperty({ format: 'uuid', example: OUTLET }) outletId!: string;
  @ApiProperty({ format: 'uuid', example: ID, description: 'Of the message: `GET /messages/{id}` says what it costs' }) messageId!: string;
  @ApiProperty({ example: 'otp', description: 'The template it was sent with' }) template!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'authentication',
    description: 'As what WhatsApp priced it; null until it has said so',
  })
  priceCategory!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'regular', description: '`regular` is charged' }) priceType!: string | null;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:05:00.000Z' }) expiresAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) deliveredAt!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'When it was verified, or ceased to count',
  })
  settledAt!: string | null;
}

const Range = (name: keyof typeof RANGES, example: number, description: string): PropertyDecorator => {
  const [minimum, maximum] = RANGES[name];
  const decorators = [
    ApiPropertyOptional({ type: 'integer', minimum, maximum, default: DEFAULTS[name], example, description }),
    ValidateIf(isGiven),
    IsInt(),
    Min(minimum),
    Max(maximum),
  ];
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
};

/** What is left out has its default. Limits are of an hour, which begins with the first code. */
export class CodeSettingsBody {
  @Range('digits', 6, 'How many digits a code has') digits?: number;
  @Range('validSeconds', 300, 'How long a code counts, in seconds') validSeconds?: number;
  @Range('maxAttempts', 5, 'How often a code may be tried') maxAttempts?: number;
  @Range('resendSeconds', 30, 'After how many seconds another code may be sent to the same number') resendSeconds?: number;
  @Range('perPhone', 5, 'Codes an hour to one number') perPhone?: number;
  @Range('perAddress', 20, 'Codes an hour for one `clientAddress`') perAddress?: number;
  @Range('perTenant', 1_000, 'Codes an hour of the company') perTenant?: number;
  @Range(
    'perPrefix',
    20,
    'Different numbers an hour that are alike but for the last four digits: more are refused, because fraud asks for codes to whole blocks of numbers',
  )
  perPrefix?: number;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    default: null,
    example: OUTLET,
    description: 'The WhatsApp number from which codes leave; null: the first that is active',
  })
  @IsOptional()
  @IsUUID()
  outletId?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    default: null,
    maxLength: 512,
    example: 'otp',
    description:
      'The name of the authentication template; null: the only one that is approved. The language is the customer’s where it has it.',
  })
  @IsOptional()
  @Matches(/^[a-z0-9_]{1,512}$/, { message: 'template must be the name of a template' })
  template?: string | null;

  static read(body: CodeSettingsBody): Partial<CodeSettings> {
    return { ...body } as Partial<CodeSettings>;
  }
}

export class CodeSettingsDto extends CodeSettingsBody {
  static of({ version, ...settings }: StoredCodeSettings): CodeSettingsDto & { version: number } {
    return { ...settings, version };
  }
}

export class CodeFigureDto {
  @ApiProperty({ format: 'date', example: '2026-11-20', description: 'UTC' }) day!: string;
  @ApiProperty({ enum: CODE_PURPOSES, example: 'login' }) purpose!: string;
  @ApiProperty({
    enum: ['sent', 'delivered', 'failed', 'verified', 'wrong', 'spent', 'expired', 'replaced', 'charged', 'refused'],
    example: 'failed',
    description: '`wrong`: attempts. `charged`: WhatsApp charges them. `refused`: not sent, because of a limit.',
  })
  outcome!: string;
  @ApiProperty({
    example: '131026',
    description: 'Of what failed or was refused: the code. Of what was charged: the category. Empty otherwise.',
  })
  reason!: string;
  @ApiProperty({ example: 12 }) count!: number;
}

export class CodeFiguresDto {
  @ApiProperty({ format: 'date', example: '2026-10-22' }) from!: string;
  @ApiProperty({ format: 'date', example: '2026-11-20' }) to!: string;
  @ApiProperty({ type: [CodeFigureDto] }) items!: CodeFigureDto[];
}

export class CodeAlertDto {
  @ApiProperty({ example: '1650555', description: 'What the numbers begin with' }) prefix!: string;
  @ApiProperty({ format: 'date-time', example: AT }) firstAt!: string;
  @ApiProperty({ format: 'date-time', example: AT }) lastAt!: string;
  @ApiProperty({ example: 40, description: 'Codes that were refused' }) refused!: number;
}

export class CodeAlertListDto {
  @ApiProperty({ type: [CodeAlertDto] }) items!: CodeAlertDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
