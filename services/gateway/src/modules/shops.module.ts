import { Module } from '@nestjs/common';
import { ShopsDoor } from '../entrypoints/shops/shops.door.js';
import { ApiModule } from './api.module.js';
import { ReceivingModule } from './receiving.module.js';

/** Webhooks of shops: in by their own door, on to commerce as they are. */
@Module({ imports: [ApiModule, ReceivingModule], providers: [ShopsDoor] })
export class ShopsModule {}
