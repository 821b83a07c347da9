import { Problem } from '#service-kit';
import { detectType } from '../../domain/documents/detect-type.js';
import { DocumentProblem } from '../../domain/documents/document-problem.js';
import { MAX_DOCUMENT_BYTES, type ReadableType } from '../../domain/documents/document.js';

const STATUS_OF: Readonly<Record<string, number>> = { unsupported_type: 415, document_too_large: 413, document_empty: 422 };

/** The type of a file. @throws {Problem} for one that is obviously wrong: too large, empty, damaged, or of an unknown type */
export function checkedType({
  bytes,
  contentType,
  fileName,
}: {
  bytes: Uint8Array;
  contentType?: string;
  fileName?: string;
}): ReadableType {
  try {
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      throw new DocumentProblem(
        'document_too_large',
        `The document has ${bytes.length} bytes; at most ${MAX_DOCUMENT_BYTES} (20 MB) are allowed.`,
      );
    }
    if (bytes.every((byte) => byte <= 0x20))
      throw new DocumentProblem('document_empty', 'The document is empty. Send one that holds text.');
    return detectType(bytes, contentType, fileName);
  } catch (error) {
    if (error instanceof DocumentProblem) throw new Problem(STATUS_OF[error.code] ?? 422, error.code, error.message);
    throw error;
  }
}
