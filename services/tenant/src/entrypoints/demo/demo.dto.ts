import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '#service-kit';

class DemoLoginDto {
  @ApiProperty({ example: 'Acme Corp' }) company!: string;
  @ApiProperty({ example: 'owner@acme-corp.example' }) email!: string;
  @ApiProperty({ example: '3f9a1c7e5b2d' }) password!: string;
  @ApiProperty({ enum: ROLES, example: 'owner' }) role!: Role;
}

export class DemoDto {
  @ApiProperty({ example: 'http://127.0.0.1:3900', description: 'The phone in the browser, which writes to numbers of the demo' })
  phoneUrl!: string;
  @ApiProperty({ type: [DemoLoginDto] }) logins!: DemoLoginDto[];
}
