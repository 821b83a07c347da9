import { Module } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { Config } from '../config.js';
import { Graph } from '../clients/sending/graph.js';
import { KnownRoutes } from '../handlers/marketing/known-routes.state.js';
import { SendByRouteHandler } from '../handlers/marketing/send-by-route.handler.js';
import { MarketingRoutesRepository } from '../persistence/marketing/marketing-routes.repository.js';

/** By which of WhatsApp's ways a message leaves: promotions have one of their own. */
@Module({
  providers: [
    KnownRoutes,
    MarketingRoutesRepository,
    SendByRouteHandler,
    { provide: Graph, inject: [CONFIG], useFactory: (config: Config): Graph => new Graph(config) },
  ],
  exports: [SendByRouteHandler],
})
export class MarketingModule {}
