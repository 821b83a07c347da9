import { Module } from '@nestjs/common';
import { BrandingController } from '../entrypoints/branding/branding.controller.js';
import { GetBrandingHandler } from '../handlers/branding/get-branding.handler.js';
import { PutBrandingHandler } from '../handlers/branding/put-branding.handler.js';
import { BrandingRepository } from '../persistence/branding/branding.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';

@Module({
  imports: [AuditModule, DirectoryModule],
  controllers: [BrandingController],
  providers: [GetBrandingHandler, PutBrandingHandler, BrandingRepository],
})
export class BrandingModule {}
