import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

const EXPECTED = 'Send multipart/form-data with one part named "file".';

/**
 * Hands on the file of a form as it comes in. The parser of forms is the service's to register, with its limits.
 *
 * @throws {Problem} unsupported_media_type, invalid_form, or what `work` throws
 */
export async function readFormFile<Result>(
  request: FastifyRequest,
  work: (file: { chunks: AsyncIterable<Buffer>; contentType: string; filename: string | undefined }) => Promise<Result>,
): Promise<Result> {
  if (!request.isMultipart()) throw new Problem(415, 'unsupported_media_type', EXPECTED);
  let part: Awaited<ReturnType<FastifyRequest['file']>>;
  try {
    part = await request.file();
  } catch (error) {
    throw new Problem(400, 'invalid_form', `The form cannot be read (${(error as Error).message}). ${EXPECTED}`);
  }
  if (part?.fieldname !== 'file') {
    part?.file.resume();
    throw Problem.invalid([{ field: 'file', message: 'the file must be sent in the form part `file`' }]);
  }
  const { file } = part;
  try {
    return await work({ chunks: file, contentType: part.mimetype, filename: part.filename });
  } finally {
    // Drains the rest of a refused file, so that the caller can read the answer.
    file.resume();
  }
}
