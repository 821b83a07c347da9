import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { FiguresModule } from './modules/figures.module.js';

@Module({ imports: [MessagingModule, FiguresModule] })
export class AppModule {}
