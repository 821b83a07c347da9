import { Module } from '@nestjs/common';
import { MediaDoor } from '../entrypoints/media/media.door.js';
import { ApiModule } from './api.module.js';

@Module({
  imports: [ApiModule],
  providers: [MediaDoor],
})
export class MediaModule {}
