import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class PriceDto {
  @ApiProperty({ example: 6, description: 'In the smallest unit of the currency, rounded; of a range the upper end' }) amountMinor!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({
    enum: ['estimated', 'final', 'range'],
    description:
      'estimated: by the rate card; final: by what WhatsApp said it charged; range: from fromMinor on, where WhatsApp lets some messages of the kind go free each month',
  })
  kind!: 'estimated' | 'final' | 'range';
  @ApiProperty({
    format: 'date',
    example: '2026-10-01',
    description: 'Since when the rate holds; of an amount that WhatsApp named, its day',
  })
  asOf!: string;
  @ApiProperty({ example: 62_500, description: 'The same exactly, in millionths of the currency' }) amountMicros!: number;
  @ApiPropertyOptional({ description: 'Of a range: the lower end' }) fromMinor?: number;
  @ApiProperty({ description: 'Where the rate is from' }) source!: string;
}

/** What a message costs, by what was known when it was taken and by what WhatsApp said of it. */
export class MessagePriceDto {
  @ApiProperty({ type: PriceDto, nullable: true, description: 'By the rate card of its day; null where no rate is imported for it' })
  estimated!: PriceDto | null;
  @ApiProperty({ type: PriceDto, nullable: true, description: 'Null until WhatsApp has said as what it charged the message' })
  final!: PriceDto | null;
}
