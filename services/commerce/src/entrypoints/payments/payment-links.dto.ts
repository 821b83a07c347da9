import { ApiProperty } from '@nestjs/swagger';

export class PaymentLinkDto {
  @ApiProperty({
    example: 'https://chat.example.com/pay/hT2w0pXgk5o3Zr1Jm9cQbVd7yLfNsEaU',
    description: 'Where the customer pays. It stays the same; whoever has it may pay',
  })
  url!: string;

  @ApiProperty({ example: 2_500, description: 'What is taken now, in minor units of the currency' })
  amountMinor!: number;

  @ApiProperty({ example: 'USD', description: 'ISO 4217: that of the invoice' })
  currency!: string;
}
