import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { GraphError, graphErrorBody } from '../../domain/graph/graph-error.js';

/** Refusals of the Graph API leave in Meta's form. */
@Catch(GraphError)
export class GraphErrorFilter implements ExceptionFilter {
  catch(error: GraphError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const traceId = `A${randomBytes(16).toString('base64url')}`;
    if (error.code === 190) reply.header('www-authenticate', `OAuth "Facebook Platform" "invalid_token" "${error.message}"`);
    void reply.status(error.httpStatus).send(graphErrorBody(error, traceId));
  }
}
