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

/** The largest part of a form that is no file. */
const MAX_FIELD_BYTES = 100_000;
const MAX_FIELDS = 20;

/**
 * Takes the file of a form as it comes in, and the fields around it, before or behind.
 *
 * @param keep what becomes of the file; called once at most @throws {Problem} unsupported_media_type, invalid_form, validation_failed without a file, or what `keep` throws
 */
export async function readForm<Kept>(
  request: FastifyRequest,
  maxFileBytes: number,
  keep: (file: { chunks: AsyncIterable<Buffer>; filename: string | undefined }) => Promise<Kept>,
): Promise<{ kept: Kept; fields: Readonly<Record<string, string>> }> {
  if (!request.isMultipart()) throw new Problem(415, 'unsupported_media_type', EXPECTED);
  const fields: Record<string, string> = {};
  let kept: { value: Kept } | undefined;
  // One byte more than may be kept: whoever keeps it refuses the file. At the exact limit the parser would silently cut it off.
  const limits = { fileSize: maxFileBytes + 1, files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES };
  const parts = request.parts({ limits });
  for (;;) {
    let next: IteratorResult<Awaited<ReturnType<typeof parts.next>>['value']>;
    try {
      next = await parts.next();
    } catch (error) {
      throw new Problem(400, 'invalid_form', `The form cannot be read (${(error as Error).message}). ${EXPECTED}`);
    }
    if (next.done) break;
    const part = next.value as MultipartPart;
    if (part.type === 'field') {
      fields[part.fieldname] = String(part.value);
      continue;
    }
    try {
      if (part.fieldname === 'file') kept = { value: await keep({ chunks: part.file, filename: part.filename }) };
    } finally {
      // Drains the rest of a refused file, so that the caller can read the answer.
      part.file.resume();
    }
  }
  if (!kept) throw Problem.invalid([{ field: 'file', message: 'the file must be sent in the form part `file`' }]);
  return { kept: kept.value, fields };
}

type MultipartPart = Awaited<ReturnType<ReturnType<FastifyRequest['parts']>['next']>>['value'];
