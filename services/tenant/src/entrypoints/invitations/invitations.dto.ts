import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiNextCursor, PageQuery, ROLES, type Role } from '#service-kit';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';
import { IsAddress } from '../plain-text.js';

const INVITATION_STATUSES = ['open', 'accepted', 'revoked', 'expired'] as const;
type InvitationStatus = (typeof INVITATION_STATUSES)[number];

export class InviteDto {
  @ApiProperty({ example: 'ben@acme.example' })
  @IsAddress()
  email!: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  @IsIn(ROLES)
  role!: Role;
}

export class InvitationDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'ben@acme.example' }) email!: string;
  @ApiProperty({ enum: ROLES, example: 'agent' }) role!: Role;
  @ApiProperty({ enum: INVITATION_STATUSES, example: 'open' }) status!: InvitationStatus;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: EXAMPLE_ID }) invitedBy!: string | null;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) expiresAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) acceptedAt!: string | null;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) createdAt!: string;
}

export class InvitationLinkDto {
  @ApiProperty({ example: 'https://chasqui.example/invite?token=inl_8Lk0' }) link!: string;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) expiresAt!: string;
}

export class InvitationPageDto {
  @ApiProperty({ type: [InvitationDto] }) items!: InvitationDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class InvitationQuery extends PageQuery {
  @ApiPropertyOptional({ enum: INVITATION_STATUSES })
  @IsOptional()
  @IsIn(INVITATION_STATUSES)
  status?: InvitationStatus;

  @ApiPropertyOptional({ example: 'ben@acme.example' })
  @IsOptional()
  @IsString()
  @MaxLength(254)
  email?: string;
}
