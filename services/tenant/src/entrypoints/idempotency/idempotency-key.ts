import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { Problem, ProblemDto } from '#service-kit';

interface HeaderRequest {
  headers: Record<string, string | undefined>;
}

/** The Idempotency-Key header, as a handler parameter. @throws {Problem} idempotency_key_invalid */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<HeaderRequest>().headers['idempotency-key'];
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key must have 1 to 255 printable ASCII characters.');
  }
  return key;
});
export const ApiIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      example: '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d',
      description: 'The same key with the same body does it once and gets the same answer, for 24 hours.',
    }),
    ApiUnprocessableEntityResponse({ description: 'idempotency_key_reused', type: ProblemDto }),
  );
