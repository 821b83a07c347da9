import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CONSENTS, type Consent } from '../../domain/contacts/contact.js';

export class ExportContactsQuery {
  @ApiPropertyOptional({ example: 'vip', description: 'Only contacts with this tag' })
  @IsOptional()
  @IsString()
  @Length(1, 60)
  @Matches(/^[^\0]+$/, { message: 'tag must not hold a NUL character' })
  tag?: string;

  @ApiPropertyOptional({ enum: CONSENTS, example: 'granted', description: 'Only contacts who said this about promotions' })
  @IsOptional()
  @IsIn(CONSENTS)
  consent?: Consent;
}
