import { negotiate } from '@fastify/accept-negotiator';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, Public } from '#service-kit';
import { DashboardFiles } from '../../handlers/dashboard/dashboard-files.state.js';

/**
 * Scripts and styles are the dashboard's own; a tenant's logo may come from anywhere, over https. The live connection is a WebSocket to
 * here, which 'self' allows too (CSP level 3, section 6.7.2.8: ws and wss of the same host).
 */
const POLICY =
  "default-src 'self'; connect-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/**
 * Paths that are not the dashboard's: an unknown one is a 404, not the page. So are other spellings (double slashes, leading dots, escaped
 * slashes and dots): pages have plain names, and a 200 would look like an answer.
 */
const NOT_OURS = /^\/(api|media|webhooks|health|metrics|redoc|socket\.io)(\/|$)|\/\/|\/\.|\\|%2f|%5c|%2e/i;

@ApiExcludeController()
@Public()
@Controller()
export class DashboardController {
  constructor(private readonly files: DashboardFiles) {}

  @Get()
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!this.files.page) void reply.redirect('/api/docs', 302);
    else this.#send(request, reply, '/index.html');
  }

  @Get('*')
  file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0]!;
    const isPage = path.startsWith('/') && !NOT_OURS.test(path) && !path.split('/').at(-1)!.includes('.');
    this.#send(request, reply, isPage ? '/index.html' : path);
  }

  #send(request: FastifyRequest, reply: FastifyReply, path: string): void {
    const file = this.files.find(path);
    if (!file) throw Problem.notFound('page');
    const codings = this.files.codingsOf(file);
    const coding = negotiate(request.headers['accept-encoding'] ?? '', codings) ?? 'identity';
    if (codings.length > 1) reply.header('vary', [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', '));
    if (coding !== 'identity') reply.header('content-encoding', coding);
    void reply
      .header('content-type', file.type)
      .header('content-security-policy', POLICY)
      .header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(file.bodies[coding]);
  }
}
