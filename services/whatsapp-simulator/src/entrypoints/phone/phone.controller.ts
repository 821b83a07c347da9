import { Controller, Get, Param, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Problem, Public } from '#service-kit';

/** Beside this service's own build. */
const PHONE = fileURLToPath(new URL('../../../phone/', import.meta.url));

/** Images and sounds may come from anywhere by https, since businesses send links; scripts and styles only from here. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob: https:",
  "media-src 'self' blob: https:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The phone in the browser, and the page of all controls, which is in the same build. */
@ApiExcludeController()
@Public()
@Controller()
export class PhoneController implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  async onModuleInit(): Promise<void> {
    if (existsSync(PHONE))
      await this.host.httpAdapter.getInstance<FastifyInstance>().register(fastifyStatic, { root: PHONE, serve: false });
  }

  @Get(['', 'controls'])
  page(@Res() reply: FastifyReply): void {
    if (!existsSync(`${PHONE}index.html`)) {
      throw new Problem(503, 'phone_not_built', 'The phone is not built: run vite build in services/whatsapp-simulator/phone.');
    }
    void reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .sendFile('index.html', { cacheControl: false });
  }

  /** File names hold a hash of what is in them, so they may be kept for ever. */
  @Get('assets/:file')
  asset(@Param('file') file: string, @Res() reply: FastifyReply): void {
    if (!/^[\w.-]+$/.test(file) || !existsSync(`${PHONE}assets/${file}`)) throw Problem.notFound('file');
    void reply.header('x-content-type-options', 'nosniff').sendFile(`assets/${file}`, { maxAge: '365d', immutable: true });
  }
}
