import { Module } from '@nestjs/common';
import { DemoController } from '../entrypoints/demo/demo.controller.js';
import { DemoHandler } from '../handlers/demo/demo.handler.js';
import { DirectoryModule } from './directory.module.js';
import { OutletsModule } from './outlets.module.js';

@Module({ imports: [DirectoryModule, OutletsModule], controllers: [DemoController], providers: [DemoHandler] })
export class DemoModule {}
