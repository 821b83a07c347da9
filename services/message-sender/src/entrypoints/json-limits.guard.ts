import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Problem } from '#service-kit';
import { jsonFaults } from '../domain/json-limits.js';
import { contentTooLarge } from '../handlers/content-too-large.js';

/** Refuses a body before it is made into a DTO: what walks through it from there on recurses, and what keeps it is the database. */
@Injectable()
export class JsonLimitsGuard implements CanActivate {
  /** @throws {Problem} validation_failed, content_too_large */
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<{ body: unknown }>();
    if (typeof body !== 'object' || body === null) return true;
    const { faults, isTooLarge } = jsonFaults(body);
    if (isTooLarge) throw contentTooLarge();
    if (faults.length > 0) throw Problem.invalid(faults);
    return true;
  }
}
