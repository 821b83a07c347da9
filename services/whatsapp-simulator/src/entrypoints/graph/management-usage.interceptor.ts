import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { CountManagementCallHandler } from '../../handlers/graph/count-management-call.handler.js';

/** Sending, and files, which belong to it, are not management. */
const SENDING = /\/(?:messages|marketing_messages|media)(?:\?|$)/;

/** Counts the management calls of the Graph API, and says in headers how many are used. */
@Injectable()
export class ManagementUsageInterceptor implements NestInterceptor {
  constructor(private readonly count: CountManagementCallHandler) {}

  /** Throws GraphError 4 or 80007. */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id?: string } }>>();
    const { id } = request.params;
    if (id !== undefined && !SENDING.test(request.url)) {
      const reply = context.switchToHttp().getResponse<FastifyReply>();
      this.count.execute(request.headers.authorization, id, (name, value) => void reply.header(name, value));
    }
    return next.handle();
  }
}
