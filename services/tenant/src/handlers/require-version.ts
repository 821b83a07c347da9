import { Problem } from '#service-kit';
import { etagOf, meets } from '../domain/etag.js';

/** @throws {Problem} precondition_failed, with the present entity tag, where somebody else changed the thing since it was read */
export function requireVersion(ifMatch: string | undefined, version: number): void {
  if (meets(ifMatch, version)) return;
  throw new Problem(412, 'precondition_failed', 'It was changed since you read it; read it again and repeat the change.', undefined, {
    etag: etagOf(version),
  });
}
