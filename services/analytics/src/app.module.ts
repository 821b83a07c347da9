import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { FiguresModule } from './modules/figures.module.js';
import { CompanyModule } from './modules/company.module.js';

@Module({ imports: [MessagingModule, CompanyModule, FiguresModule] })
export class AppModule {}
