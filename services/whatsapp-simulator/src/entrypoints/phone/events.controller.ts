import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#service-kit';
import { WatchThreadsHandler, type WatchedThread } from '../../handlers/phone/watch-threads.handler.js';

const HEARTBEAT_MS = 15_000;
/** A reader who lags behind by this much is sent away; the browser comes back by itself and reads the thread again. */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** What happens, as server-sent events named message, status, typing, contact, numbers, clock, faults, reset. */
@ApiExcludeController()
@Public()
@Controller('simulator/events')
export class EventsController {
  constructor(private readonly watch: WatchThreadsHandler) {}

  /** `phoneNumberId` and `contact` name one thread; `threads=<number>:<contact>,<number>` names several, so that a page with many phones needs one connection. */
  @Get()
  stream(
    @Query() query: { phoneNumberId?: string; contact?: string; threads?: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write('retry: 1000\n\n');
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS).unref();
    const stop = this.watch.execute(watchedThreads(query), {
      hear: ({ name, phoneNumberId, contact, data }) => {
        if (raw.writableLength > MAX_UNSENT_BYTES) raw.destroy();
        else raw.write(`event: ${name}\ndata: ${JSON.stringify({ phoneNumberId, contact, data })}\n\n`);
      },
      end: () => raw.end(),
    });
    request.raw.on('close', () => {
      clearInterval(heartbeat);
      stop();
    });
  }
}

function watchedThreads(query: { phoneNumberId?: string; contact?: string; threads?: string }): WatchedThread[] {
  if (query.phoneNumberId) return [{ phoneNumberId: query.phoneNumberId, contact: query.contact || undefined }];
  return (query.threads ?? '')
    .split(',')
    .filter((thread) => thread !== '')
    .map((thread) => {
      const [phoneNumberId, contact] = thread.split(':');
      return { phoneNumberId: phoneNumberId!, contact: contact || undefined };
    });
}
