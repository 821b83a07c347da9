import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { liveDocument } from '#contracts';
import { Public } from '#service-kit';

/** The live API's description, AsyncAPI 3.0. */
@ApiExcludeController()
@Public()
@Controller()
export class LiveDocsController {
  readonly #document = Buffer.from(JSON.stringify(liveDocument()));

  @Get('api/live-docs-json')
  @Header('cache-control', 'no-cache')
  @Header('content-type', 'application/json; charset=utf-8')
  document(): Buffer {
    return this.#document;
  }
}
