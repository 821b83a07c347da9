import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from './statements.js';

/** A statement, or the beginning of one, as it stands in a source. */
export interface Written {
  /** `services/x/src/persistence/y.repository.ts:17` */
  place: string;
  /** Finds it in the text of a statement, whatever constants it is put together from. */
  pattern: RegExp;
}

const BEGINS = /^\s*(select|with|insert|update|delete)\b/;

/** What the repositories, the database library and the messaging library say to Postgres. Migrations are no statements of a running service. */
export function writtenStatements(): Written[] {
  const files = [
    ...readdirSync(join(ROOT, 'services'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /^[\w-]+\/src\/persistence\/.*\.ts$/.test(file) && !/migrations|\.spec\.ts$/.test(file))
      .map((file) => join(ROOT, 'services', file)),
    ...readdirSync(join(ROOT, 'libs/messaging/src'), { encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/tables|\.spec\.ts$/.test(file))
      .map((file) => join(ROOT, 'libs/messaging/src', file)),
    ...['due-tenants.ts', 'rows.ts'].map((file) => join(ROOT, 'libs/database/src', file)),
  ];
  return files.flatMap((file) => writtenIn(file));
}

function writtenIn(file: string): Written[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Written[] = [];
  const visit = (node: ts.Node): void => {
    const parts = partsOf(node);
    if (parts && BEGINS.test(parts[0]!) && parts.join('').trim().length > 10) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({
        place: `${relative(ROOT, file)}:${line + 1}`,
        pattern: new RegExp(parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*?')),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The constant parts of a text; undefined for anything else. */
function partsOf(node: ts.Node): string[] | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  return undefined;
}
