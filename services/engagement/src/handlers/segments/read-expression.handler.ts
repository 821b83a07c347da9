import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ExpressionError, readExpression, type Expression } from '../../domain/segments/expression.js';
import { AttributeTypesRepository } from '../../persistence/segments/attribute-types.repository.js';

/** Reads an expression that somebody wrote, by the types that the company's attributes have now. */
@Injectable()
export class ReadExpressionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly attributes: AttributeTypesRepository,
  ) {}

  /** @param field of the body that holds it @throws {Problem} validation_failed with the place in the expression */
  async execute(tenantId: string, written: unknown, field = 'expression'): Promise<Expression> {
    const types = await this.database.forTenant(tenantId, (tx) => this.attributes.all(tx));
    try {
      return readExpression(written, types);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const at = error.fault.field.replace(/^expression/, field);
      throw Problem.invalid([{ field: at, message: `${at} ${error.fault.message}` }]);
    }
  }
}
