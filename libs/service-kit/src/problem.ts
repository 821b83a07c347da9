import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { PROBLEM_CODES, type ProblemCode } from '#contracts';
import { isDatabaseUnavailable, isOutcomeUnknown } from '#database';
import { currentContext } from './context.js';
import type { Logger } from './logger.js';

export class FieldError {
  @ApiProperty({ example: 'email' }) field!: string;
  @ApiProperty({ example: 'email must be an email' }) message!: string;
  /** Stable, where clients may want to tell faults of one field apart. */
  @ApiProperty({ required: false, example: 'too_long' }) code?: string;
}

/** An expected refusal with a stable code: thrown by handlers, rendered as RFC 9457 problem details. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** Stable, snake_case; clients switch on it. */
    readonly code: ProblemCode,
    /** What was wrong and what would be right. */
    readonly detail: string,
    readonly errors?: FieldError[],
    readonly headers: Record<string, string> = {},
    /** What a client may act on besides the code: members of the body beside the standard ones (RFC 9457, section 3.2). */
    readonly extensions: Record<string, unknown> = {},
  ) {
    super(detail);
  }

  static notFound(what: string): Problem {
    return new Problem(404, 'not_found', `There is no such ${what}.`);
  }

  static invalid(errors: FieldError[]): Problem {
    const fields = [...new Set(errors.map((error) => error.field))].join(', ');
    return new Problem(400, 'validation_failed', `Invalid fields: ${fields}.`, errors);
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Timed out',
  409: 'Conflict',
  411: 'Length required',
  412: 'Precondition failed',
  413: 'Too large',
  414: 'Too long',
  415: 'Unsupported media type',
  417: 'Expectation failed',
  422: 'Cannot be processed',
  429: 'Too many requests',
  431: 'Too large',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'Unavailable',
  504: 'Timed out',
};

/** The problem details of RFC 9457 that every error answers with. */
export class ProblemDto {
  @ApiProperty({ example: 'https://chasqui.dev/problems/validation_failed' }) type!: string;
  @ApiProperty({ example: 'Bad request' }) title!: string;
  @ApiProperty({ example: 400 }) status!: number;
  @ApiProperty({ enum: Object.keys(PROBLEM_CODES), enumName: 'ProblemCode', example: 'validation_failed' }) code!: ProblemCode;
  @ApiProperty({ example: 'Invalid fields: email.' }) detail!: string;
  @ApiProperty({ required: false, type: () => [FieldError] }) errors?: FieldError[];
  @ApiProperty({ required: false }) requestId?: string;
}

/** @returns the body of `application/problem+json` */
export function problemBody(
  problem: Pick<Problem, 'status' | 'code' | 'detail'> & Partial<Pick<Problem, 'errors' | 'extensions'>>,
): ProblemDto {
  return {
    ...problem.extensions,
    type: `https://chasqui.dev/problems/${problem.code}`,
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.errors ? { errors: problem.errors } : {}),
    ...(currentContext()?.requestId ? { requestId: currentContext()?.requestId } : {}),
  };
}

interface Request {
  raw: { complete: boolean; destroyed: boolean };
}

interface Reply {
  sent: boolean;
  status(code: number): Reply;
  headers(values: Record<string, string>): Reply;
  type(value: string): Reply;
  send(body: unknown): unknown;
}

/** Of errors that Fastify and Nest throw. */
const CODES: Partial<Record<number, ProblemCode>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

/** Turns whatever was thrown into a problem: ours as they are, Fastify's and Nest's by status, a lost database as 503, anything else as 500. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isOutcomeUnknown(error)) {
    // No Retry-After: repeating it could do it twice.
    return new Problem(
      504,
      'outcome_unknown',
      'The connection to the database was lost at the end; look whether it was done before you repeat it.',
    );
  }
  if (isDatabaseUnavailable(error)) {
    return new Problem(503, 'database_unavailable', 'The database cannot be reached; try again shortly.', undefined, {
      'retry-after': '2',
    });
  }
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | undefined)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem(status, CODES[status] ?? 'bad_request', (error as Error).message);
  }
  return new Problem(500, 'internal_error', 'Something went wrong on our side; the request id leads to the cause.');
}

/** What breaks when a caller leaves in the midst of the body looks like a lost database (ECONNRESET), and is nobody's fault here. */
const LEFT = new Problem(400, 'client_closed', 'The connection ended before the request did.');
const hasLeft = ({ raw }: Request): boolean => raw.destroyed && !raw.complete;

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = hasLeft(http.getRequest<Request>()) ? LEFT : toProblem(error);
    if (problem.status >= 500) this.logger.error('request failed', error as Error, { code: problem.code });
    if (problem === LEFT) this.logger.debug('a caller left within the request', error as Error, { code: problem.code });
    const reply = http.getResponse<Reply>();
    if (reply.sent) return;
    reply.status(problem.status).headers(problem.headers).type('application/problem+json').send(problemBody(problem));
  }
}
