import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What a message carries besides its text, in one shape for inbound and outbound. */
export class LocationDto {
  @ApiProperty({ example: -12.0464 }) latitude!: number;
  @ApiProperty({ example: -77.0428 }) longitude!: number;
  @ApiPropertyOptional({ example: 'Plaza Mayor' }) name?: string;
  @ApiPropertyOptional({ example: 'Jirón de la Unión, Lima' }) address?: string;
  @ApiPropertyOptional({ example: 'https://www.example.com/plaza' }) url?: string;
}

export class SharedPhoneDto {
  @ApiPropertyOptional({ example: '+1 650 555 1234' }) phone?: string;
  @ApiPropertyOptional({ example: '16505551234', description: 'The number on WhatsApp' }) waId?: string;
  @ApiPropertyOptional({ example: 'WORK' }) type?: string;
}

export class SharedContactDto {
  @ApiPropertyOptional({ example: 'Ana Ruiz' }) name?: string;
  @ApiProperty({ type: [SharedPhoneDto] }) phones!: SharedPhoneDto[];
  @ApiProperty({ type: [String], example: ['ana@example.com'] }) emails!: string[];
  @ApiPropertyOptional({ example: 'Acme' }) company?: string;
}

export class OrderItemDto {
  @ApiPropertyOptional({ example: 'SKU-17' }) productRetailerId?: string;
  @ApiPropertyOptional({ example: 2 }) quantity?: number;
  @ApiPropertyOptional({ example: 9.5, description: 'Of one piece' }) itemPrice?: number;
  @ApiPropertyOptional({ example: 'USD' }) currency?: string;
}

export class OrderDto {
  @ApiPropertyOptional({ example: '194836987003835' }) catalogId?: string;
  @ApiPropertyOptional({ example: 'Please deliver before noon.' }) text?: string;
  @ApiProperty({ type: [OrderItemDto] }) items!: OrderItemDto[];
}

export class ReferralDto {
  @ApiPropertyOptional({ example: 'https://fb.me/2cXaMpLe' }) sourceUrl?: string;
  @ApiPropertyOptional({ example: '120209' }) sourceId?: string;
  @ApiPropertyOptional({ example: 'ad' }) sourceType?: string;
  @ApiPropertyOptional({ example: 'Free delivery this week' }) headline?: string;
  @ApiPropertyOptional({ example: 'Order until Friday.' }) body?: string;
  @ApiPropertyOptional({ example: 'image' }) mediaType?: string;
  @ApiPropertyOptional() imageUrl?: string;
  @ApiPropertyOptional() videoUrl?: string;
  @ApiPropertyOptional() thumbnailUrl?: string;
  @ApiPropertyOptional({ description: 'The click, where WhatsApp gives it' }) ctwaClid?: string;
  @ApiPropertyOptional() welcomeMessage?: string;
}

export class UnsupportedDto {
  @ApiPropertyOptional({ example: 'poll', description: 'What the customer sent, where WhatsApp says so' }) type?: string;
  @ApiPropertyOptional({ example: 'Message type unknown', description: 'WhatsApp’s own words for the error' }) title?: string;
  @ApiPropertyOptional({ example: 'Message type is currently not supported.', description: 'WhatsApp’s own explanation' }) details?: string;
}

export class DeliveryErrorDto {
  @ApiPropertyOptional({ example: 131047, description: 'WhatsApp’s code' }) code?: number;
  @ApiPropertyOptional({ example: 'Re-engagement message' }) title?: string;
  @ApiPropertyOptional() message?: string;
  @ApiPropertyOptional({ example: 'More than 24 hours have passed since the customer last wrote.' }) details?: string;
  @ApiPropertyOptional({
    example: 'quota_exceeded',
    description: 'Which rule refused it here, before WhatsApp saw it; not there where WhatsApp refused it',
  })
  gate?: string;
}

export class PricingDto {
  @ApiPropertyOptional({ example: 'regular' }) type?: string;
  @ApiPropertyOptional({ example: 'service' }) category?: string;
}

export class CitationDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000a1' }) documentId!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000a2' }) chunkId!: string;
  @ApiProperty({ example: 'Opening hours' }) title!: string;
  @ApiProperty({ example: 'We are open from 9 to 18.' }) text!: string;
  @ApiPropertyOptional({ example: 3, minimum: 1, description: 'Page of a PDF; absent where the format has no pages' }) page?: number;
  @ApiProperty({ example: 0.82, description: 'How well it fits the question' }) score!: number;
}
