import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsString, MaxLength, MinLength } from 'class-validator';
import { ROLES, type Role } from '#service-kit';

export class LoginDto {
  @ApiProperty({ example: 'ana@acme.example' })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  password!: string;
}

export class RefreshDto {
  @ApiProperty({ description: 'refreshToken of the last sign-in or refresh; it works once' })
  @IsString()
  @MaxLength(200)
  refreshToken!: string;
}

export class SessionDto {
  @ApiProperty({ description: 'JWT for Authorization: Bearer' }) accessToken!: string;
  @ApiProperty() refreshToken!: string;
  @ApiProperty({ description: 'Seconds that the access token lives', example: 900 }) expiresIn!: number;
}

class MembershipDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() slug!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ROLES }) role!: Role;
}

export class MeDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() email!: string;
  @ApiProperty() name!: string;
  @ApiProperty() superadmin!: boolean;
  @ApiProperty({ type: [MembershipDto] }) tenants!: MembershipDto[];
}
