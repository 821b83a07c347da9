import { Module } from '@nestjs/common';
import { BrandingController } from '../entrypoints/branding/branding.controller.js';
import { LogoFilesController } from '../entrypoints/branding/logo-files.controller.js';
import { LogoController } from '../entrypoints/branding/logo.controller.js';
import { ChangeLogoHandler } from '../handlers/branding/change-logo.handler.js';
import { GetBrandingHandler } from '../handlers/branding/get-branding.handler.js';
import { OpenLogoHandler } from '../handlers/branding/open-logo.handler.js';
import { PutBrandingHandler } from '../handlers/branding/put-branding.handler.js';
import { BrandingRepository } from '../persistence/branding/branding.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';
import { ObjectsModule } from './objects.module.js';

@Module({
  imports: [AuditModule, DirectoryModule, ObjectsModule],
  controllers: [BrandingController, LogoController, LogoFilesController],
  providers: [ChangeLogoHandler, GetBrandingHandler, OpenLogoHandler, PutBrandingHandler, BrandingRepository],
})
export class BrandingModule {}
