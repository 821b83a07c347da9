import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Controller, Get, Header, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { Public } from '#service-kit';
import { ApiCatalog } from '../../handlers/api/api-catalog.state.js';

const ASSETS = '/api/docs/assets/';
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Chasqui API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" type="image/png" href="${ASSETS}favicon-32x32.png">
    <link rel="stylesheet" href="${ASSETS}swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${ASSETS}swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;
const START = `window.onload = () => SwaggerUIBundle({ url: '/api/docs-json', dom_id: '#swagger-ui', deepLinking: true, persistAuthorization: true });\n`;
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** The public API document, for programs and as a page. The page loads nothing from elsewhere. */
@ApiExcludeController()
@Public()
@Controller()
export class ApiDocsController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly catalog: ApiCatalog,
  ) {}

  onModuleInit(): void {
    const root = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    // Not awaited: Fastify would bind the present routes to its own error handler, before Nest sets ours.
    void this.host.httpAdapter.getInstance<FastifyInstance>().register(fastifyStatic, {
      root,
      prefix: ASSETS,
      allowedPath: (path) => FILES.includes(path.replace(/^\//, '')),
      decorateReply: false,
      maxAge: '1h',
    });
  }

  @Get('api/docs-json')
  @Header('cache-control', 'no-cache')
  @Header('content-type', 'application/json; charset=utf-8')
  document(): Buffer {
    return this.catalog.document;
  }

  @Get('api/docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  page(): string {
    return PAGE;
  }

  @Get('api/docs/start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return START;
  }
}
