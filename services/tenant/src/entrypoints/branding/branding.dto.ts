import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsFQDN, IsObject, IsOptional, IsString, isURL, Length, Matches, MaxLength, ValidateBy, ValidateNested } from 'class-validator';
import { HEX } from '../../domain/branding/branding.js';
import { LOGO_PATH } from '../../domain/branding/logo.js';

const COLOR = { message: '$property must be a colour such as #0f766e' };

class ColorsDto {
  @ApiPropertyOptional({ example: '#0f766e' }) @IsOptional() @Matches(HEX, COLOR) primary?: string;
  @ApiPropertyOptional({ example: '#b45309' }) @IsOptional() @Matches(HEX, COLOR) accent?: string;
  @ApiPropertyOptional({ example: '#ffffff' }) @IsOptional() @Matches(HEX, COLOR) background?: string;
  @ApiPropertyOptional({ example: '#f8fafc' }) @IsOptional() @Matches(HEX, COLOR) surface?: string;
  @ApiPropertyOptional({ example: '#0f172a' }) @IsOptional() @Matches(HEX, COLOR) text?: string;
}

/** Colours of the light theme, and those of the dark theme that differ. */
class ThemesDto extends ColorsDto {
  @ApiPropertyOptional({ type: ColorsDto, description: 'For the dark theme; omitted colours follow the light theme' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ColorsDto)
  dark?: ColorsDto;
}

export class PutBrandingDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Acme Chat' })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  productName?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'https://acme.example/logo.svg',
    description: 'An https address, which browsers load; or that of the uploaded logo, as it was read, which then stays',
  })
  @IsOptional()
  @ValidateBy({
    name: 'isLogoUrl',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        (LOGO_PATH.test(value) || isURL(value, { protocols: ['https'], require_protocol: true, disallow_auth: true })),
      defaultMessage: () => 'logoUrl must be an https address such as https://acme.example/logo.svg',
    },
  })
  @MaxLength(2_000)
  logoUrl?: string | null;

  @ApiPropertyOptional({ type: ThemesDto })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ThemesDto)
  colors?: ThemesDto;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'chat.acme.example' })
  @IsOptional()
  @IsFQDN()
  @MaxLength(253)
  customDomain?: string | null;
}

class ColorContrastDto {
  @ApiProperty({ enum: ['#000000', '#ffffff'], example: '#ffffff', description: 'The text colour that is easier to read on this colour' })
  textOn!: '#000000' | '#ffffff';
  @ApiProperty({ example: 5.47, description: 'Contrast of that text, 1 to 21 (WCAG 2.2)' }) ratio!: number;
  @ApiProperty({ example: 5.47, description: 'Contrast between the colour and the theme’s background' }) onBackground!: number;
  @ApiProperty({ example: true, description: 'Whether the contrast is enough for the use of the colour' }) readable!: boolean;
}

const CONTRASTS = { type: 'object', additionalProperties: { $ref: '#/components/schemas/ColorContrastDto' } } as const;

class ThemeContrastDto {
  @ApiProperty(CONTRASTS) light!: Record<string, ColorContrastDto>;
  @ApiProperty(CONTRASTS) dark!: Record<string, ColorContrastDto>;
}

export class BrandingDto {
  @ApiProperty({ type: String, nullable: true, example: 'Acme Chat' }) productName!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'https://acme.example/logo.svg',
    description: 'An https address; of an uploaded logo a path at the gateway, another one for each logo',
  })
  logoUrl!: string | null;
  @ApiProperty({ type: ThemesDto }) colors!: ThemesDto;
  @ApiProperty({ type: String, nullable: true, example: 'chat.acme.example' }) customDomain!: string | null;
  @ApiProperty({ type: ThemeContrastDto, description: 'How readable each colour is; for information only' })
  contrast!: ThemeContrastDto;
}

export { ColorContrastDto };
