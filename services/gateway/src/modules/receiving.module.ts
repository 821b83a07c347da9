import { Module } from '@nestjs/common';
import { Bodies } from '../entrypoints/receiving/bodies.door.js';
import { Connections } from '../entrypoints/receiving/connections.door.js';
import { Receiving } from '../entrypoints/receiving/receiving.door.js';

/** How many may come, and how much of what they send is kept at a time. */
@Module({
  providers: [Connections, Receiving, Bodies],
  exports: [Receiving],
})
export class ReceivingModule {}
