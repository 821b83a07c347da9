import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, IsInstant, PageQuery } from '#service-kit';
import { ATTRIBUTE_KEY } from '../../domain/attributes/attribute-definition.js';
import { CONSENTS, MAX_ATTRIBUTES, MAX_TAGS, type Attribute, type Consent, type Contact } from '../../domain/contacts/contact.js';

/** One line of text that holds something. */
const LINE = /^(?=.*\S)\P{Cc}*$/u;
const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';

function isAttributes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  const isValue = (entry: unknown): boolean =>
    typeof entry === 'boolean' ||
    (typeof entry === 'number' && Number.isFinite(entry)) ||
    (typeof entry === 'string' && entry.length <= 1_000 && !entry.includes('\0'));
  return entries.length <= MAX_ATTRIBUTES && entries.every(([key, entry]) => ATTRIBUTE_KEY.test(key) && isValue(entry));
}

export class ListContactsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of the name, username, e-mail, phone or user id', example: 'ana' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/^[^\0]+$/, { message: 'q must not hold a NUL character' })
  q?: string;

  @ApiPropertyOptional({ example: 'vip' })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  @Matches(/^[^\0]+$/, { message: 'tag must not hold a NUL character' })
  tag?: string;

  @ApiPropertyOptional({ description: 'The whole phone number with its country code, however it is written', example: '16505551234' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  @Matches(/^[^\0]+$/, { message: 'phone must not hold a NUL character' })
  phone?: string;
}

export class ConsentDto {
  @ApiProperty({ enum: CONSENTS, example: 'granted' })
  @IsIn(CONSENTS)
  marketing!: Consent;

  @ApiPropertyOptional({ example: 'checkout form', maxLength: 200, description: 'Where the consent was given' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: 'source must be one line of text' })
  source?: string;
}

export class PutConsentBody {
  @ApiProperty({ enum: CONSENTS, example: 'granted' })
  @IsIn(CONSENTS)
  marketing!: Consent;

  @ApiProperty({ example: 'checkout form', maxLength: 200, description: 'Where the customer said it' })
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: 'source must be one line of text' })
  source!: string;

  @ApiPropertyOptional({
    example: 'Yes, send me offers on WhatsApp',
    maxLength: 200,
    description: 'What the customer agreed to, or their own words: the proof',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: 'wording must be one line of text' })
  wording?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-20T09:00:00.000Z',
    description: 'When they said it; now where it is left out',
  })
  @IsOptional()
  @IsInstant()
  at?: string;
}

export class ContactConsentDto extends ConsentDto {
  @ApiPropertyOptional({
    format: 'date-time',
    example: '2026-11-20T09:00:00.000Z',
    description: 'Since when the customer wants promotions and has yet to confirm it',
  })
  pendingSince?: string;

  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-20T09:00:00.000Z', description: 'When it was given or withdrawn' })
  at?: string;
}

export class ContactFactsBody {
  @ApiProperty({ type: String, nullable: true, example: 'Ana Ruiz', maxLength: 200, description: 'null shows the profile name' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(LINE, { message: 'name must be one line of text' })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'ana@example.com' })
  @IsOptional()
  @IsEmail()
  @Matches(LINE, { message: 'email must be one line of text' })
  @MaxLength(254)
  email!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'es', description: 'BCP 47' })
  @IsOptional()
  @Matches(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, { message: 'language must be a BCP 47 tag such as "en", "es" or "pt-BR"' })
  @MaxLength(35)
  language!: string | null;

  @ApiProperty({ type: Object, additionalProperties: true, example: { city: 'Cusco', orders: 3 }, description: 'Text, numbers, yes or no' })
  @IsOptional()
  @IsObject()
  @ValidateBy({
    name: 'isAttributes',
    validator: {
      validate: isAttributes,
      defaultMessage: () => `attributes must be at most ${MAX_ATTRIBUTES} names with a text, a number or a boolean each`,
    },
  })
  attributes!: Record<string, Attribute>;

  @ApiProperty({ type: [String], example: ['vip'] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  @Matches(LINE, { each: true, message: 'tags must be one line of text each' })
  tags!: string[];
}

export class ChangeContactBody extends PartialType(ContactFactsBody) {
  @ApiPropertyOptional({ type: ConsentDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentDto)
  consent?: ConsentDto;
}

export class CreateContactBody extends ChangeContactBody {
  @ApiPropertyOptional({ example: '+1 650 555 1234', maxLength: 100, description: 'With country code: +1 650 555 1234, 0016505551234' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  phone?: string;

  @ApiPropertyOptional({ example: 'US.13491208655302741918', description: 'Business-scoped user id' })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,200}$/, { message: 'userId must be an id as WhatsApp gives it' })
  userId?: string;
}

export class MergeContactsBody {
  @ApiProperty({
    format: 'uuid',
    example: '0198c0de-0000-7000-8000-000000000012',
    description: 'The contact to merge into the one in the path',
  })
  @IsUUID()
  contactId!: string;
}

export class ContactDto {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID }) id!: string;
  @ApiProperty({ example: 'Ana Ruiz', description: 'The name the team gave; otherwise profile name, username, phone or user id' })
  name!: string;
  @ApiPropertyOptional({ example: 'Ana', description: 'The name in the customer’s profile' }) profileName?: string;
  @ApiPropertyOptional({ example: '16505551234' }) phone?: string;
  @ApiPropertyOptional({ example: 'US.13491208655302741918', description: 'Business-scoped user id' }) userId?: string;
  @ApiPropertyOptional({ example: 'US.ENT.98237498234', description: 'User id that all businesses of the parent account share' })
  parentUserId?: string;
  @ApiPropertyOptional({ example: 'ana.b' }) username?: string;
  @ApiPropertyOptional({ example: 'ana@example.com' }) email?: string;
  @ApiPropertyOptional({ example: 'es' }) language?: string;
  @ApiProperty({ type: Object, additionalProperties: true, example: { city: 'Cusco', orders: 3 } }) attributes!: Record<string, Attribute>;
  @ApiProperty({ type: [String], example: ['vip'] }) tags!: string[];
  @ApiProperty({ type: ContactConsentDto }) consent!: ContactConsentDto;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) updatedAt!: string;

  static of(contact: Contact): ContactDto {
    return {
      id: contact.id,
      name: contact.alias ?? contact.name ?? contact.username ?? contact.phone ?? contact.userId ?? '',
      ...(contact.name ? { profileName: contact.name } : {}),
      ...(contact.phone ? { phone: contact.phone } : {}),
      ...(contact.userId ? { userId: contact.userId } : {}),
      ...(contact.parentUserId ? { parentUserId: contact.parentUserId } : {}),
      ...(contact.username ? { username: contact.username } : {}),
      ...(contact.email ? { email: contact.email } : {}),
      ...(contact.language ? { language: contact.language } : {}),
      attributes: contact.attributes,
      tags: contact.tags,
      consent: {
        marketing: contact.marketingConsent,
        ...(contact.consentSource ? { source: contact.consentSource } : {}),
        ...(contact.consentAt ? { at: contact.consentAt } : {}),
        ...(contact.consentPendingAt ? { pendingSince: contact.consentPendingAt } : {}),
      },
      createdAt: contact.createdAt,
      updatedAt: contact.updatedAt,
    };
  }
}

export class ContactPageDto {
  @ApiProperty({ type: [ContactDto] }) items!: ContactDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
