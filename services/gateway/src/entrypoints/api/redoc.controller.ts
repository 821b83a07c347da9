import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#service-kit';

const FONTS = `-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif`;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Chasqui API reference</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" type="image/png" href="/api/docs/assets/favicon-32x32.png">
    <style>body { margin: 0 }</style>
  </head>
  <body>
    <div id="redoc"></div>
    <script src="/redoc/redoc.standalone.js"></script>
    <script src="/redoc/start.js"></script>
  </body>
</html>
`;
const OPTIONS = {
  nativeScrollbars: true,
  requiredPropsFirst: true,
  expandResponses: '200,201,202',
  theme: { typography: { fontFamily: FONTS, headings: { fontFamily: FONTS } } },
};
const START = `Redoc.init('/api/docs-json', ${JSON.stringify(OPTIONS)}, document.getElementById('redoc'));\n`;
/** Redoc uses inline styles, and a search worker that it creates from a text. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The only thing that the script would load from elsewhere, its maker's logo; it hides a broken image. */
const OUTSIDE = 'https://cdn.redoc.ly/redoc/logo-mini.svg';

/** The API reference on one page. It loads nothing from elsewhere. */
@ApiExcludeController()
@Public()
@Controller('redoc')
export class RedocController {
  readonly #script = readFileSync(createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js'), 'utf8').replace(
    OUTSIDE,
    'data:,',
  );

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  page(): string {
    return PAGE;
  }

  @Get('start.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get('redoc.standalone.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  script(): string {
    return this.#script;
  }
}
