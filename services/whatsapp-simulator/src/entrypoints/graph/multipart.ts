import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LARGEST_MEDIA_BYTES } from '../../domain/graph/media.js';

export interface UploadedFile {
  bytes: Buffer;
  mimeType: string;
  filename?: string;
  fields: Record<string, string>;
}

/** Lets Fastify read forms with files; does nothing when it already can. */
export async function acceptForms(fastify: FastifyInstance): Promise<void> {
  if (!fastify.hasContentTypeParser('multipart/form-data')) await fastify.register(multipart);
}

/** Reads a form with one file named `file`. Undefined when the request is no such form. Throws Fastify's 413 beyond 100 MB. */
export async function readUpload(request: FastifyRequest): Promise<UploadedFile | undefined> {
  if (!request.isMultipart()) return undefined;
  const fields: Record<string, string> = {};
  let file: { bytes: Buffer; mimetype: string; filename: string } | undefined;
  for await (const part of request.parts({ limits: { fileSize: LARGEST_MEDIA_BYTES, files: 1, fields: 20 } })) {
    if (part.type === 'file') file = { bytes: await part.toBuffer(), mimetype: part.mimetype, filename: part.filename };
    else fields[part.fieldname] = String(part.value);
  }
  // Meta takes the type from the form's own field, and from the file's part where that is absent.
  return file && { bytes: file.bytes, mimeType: fields.type || file.mimetype, filename: file.filename || undefined, fields };
}
