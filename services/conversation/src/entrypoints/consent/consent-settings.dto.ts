import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsString, Matches, MaxLength } from 'class-validator';
import { MAX_OWN_WORD, MAX_OWN_WORDS } from '../../domain/consent/consent-settings.js';

const LINE = /^(?=.*\S)\P{Cc}*$/u;

export class ConsentSettingsDto {
  @ApiProperty({
    type: [String],
    example: ['CHAU PROMOS'],
    maxItems: MAX_OWN_WORDS,
    description:
      'Words of your own. A customer whose whole message is one of them gets no more promotions. Case, accents and punctuation do not count. The usual words (STOP, BAJA, SAIR …) always work.',
  })
  @IsArray()
  @ArrayMaxSize(MAX_OWN_WORDS)
  @IsString({ each: true })
  @MaxLength(MAX_OWN_WORD, { each: true })
  @Matches(LINE, { each: true, message: 'optOutWords must be one line of text each' })
  optOutWords!: string[];

  @ApiProperty({
    type: [String],
    example: ['QUIERO PROMOS'],
    maxItems: MAX_OWN_WORDS,
    description: 'The same for customers who want promotions.',
  })
  @IsArray()
  @ArrayMaxSize(MAX_OWN_WORDS)
  @IsString({ each: true })
  @MaxLength(MAX_OWN_WORD, { each: true })
  @Matches(LINE, { each: true, message: 'optInWords must be one line of text each' })
  optInWords!: string[];

  @ApiProperty({
    example: false,
    description:
      'An opt-in waits until the customer has confirmed it by a button. The question is sent once, inside the service window; until then what counted before counts.',
  })
  @IsBoolean()
  doubleOptIn!: boolean;
}
