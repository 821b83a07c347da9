import '@fastify/multipart';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Problem } from '#service-kit';
import { MAX_DOCUMENT_BYTES } from '../../domain/documents/document.js';
import type { NewDocument } from '../../handlers/documents/add-document.handler.js';
import { AddDocumentDto } from './documents.dto.js';

const TOO_LARGE = new Problem(413, 'document_too_large', `A document may have at most ${MAX_DOCUMENT_BYTES} bytes (20 MB). Split it.`);

/** Reads a document from a form with a file, or from a JSON body with text. @throws {Problem} when the request is neither, or wrong */
export async function readUpload(request: FastifyRequest): Promise<NewDocument> {
  return request.isMultipart() ? fromForm(request) : fromJson(request.body);
}

async function fromForm(request: FastifyRequest): Promise<NewDocument> {
  let file: { bytes: Uint8Array; fileName: string; contentType: string } | undefined;
  let title: string | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file' && part.fieldname === 'file') {
        file = { bytes: await part.toBuffer(), fileName: part.filename ?? '', contentType: part.mimetype };
      } else if (part.type === 'file') part.file.resume();
      else if (part.fieldname === 'title' && typeof part.value === 'string') title = part.value;
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw TOO_LARGE;
    throw new Problem(
      400,
      'invalid_form',
      `The form cannot be read (${(error as Error).message}). Send one part named "file" and, optionally, "title".`,
    );
  }
  if (!file) throw Problem.invalid([{ field: 'file', message: 'the form needs a part named "file" with the document' }]);
  const named = await validated({ title: title ?? (nameOf(file.fileName) || 'Untitled'), content: '' });
  return { title: named.title, ...file };
}

async function fromJson(body: unknown): Promise<NewDocument> {
  const { title, content, contentType = 'text/plain' } = await validated(body);
  if (/^application\/((x-)?pdf|vnd\.)/i.test(contentType)) {
    const detail = 'A PDF or an office document does not fit into JSON. Send it as the part "file" of multipart/form-data.';
    throw new Problem(415, 'unsupported_type', detail);
  }
  return { title, contentType, bytes: Buffer.from(content, 'utf8') };
}

/** Validates as the global pipe does; that pipe cannot, because this route takes two content types. */
async function validated(body: unknown): Promise<AddDocumentDto> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem(
      415,
      'unsupported_media_type',
      'Send application/json { title, contentType, content }, or multipart/form-data with a file.',
    );
  }
  const document = plainToInstance(AddDocumentDto, body);
  const errors = await validate(document, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length === 0) return document;
  throw Problem.invalid(
    errors.flatMap(({ property, constraints }) => Object.values(constraints ?? {}).map((message) => ({ field: property, message }))),
  );
}

/** "C:\docs\Opening hours.md" -> "Opening hours" */
const nameOf = (fileName: string): string =>
  fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 300);
