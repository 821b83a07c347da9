/** Lets a thread of a test run the TypeScript sources, as jest does: `node --import` this file. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const ROOT = new URL('../../../', import.meta.url);

registerHooks({
  resolve(name, context, next) {
    const [, library, file] = /^#([a-z-]+)(?:\/(.+)\.js)?$/.exec(name) ?? [];
    if (library) return next(new URL(`libs/${library}/src/${file ?? 'index'}.ts`, ROOT).href, context);
    const isSource = /^\.{1,2}\/.*\.js$/.test(name) && context.parentURL?.endsWith('.ts');
    return next(isSource ? `${name.slice(0, -2)}ts` : name, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { code } = transformSync(readFileSync(fileURLToPath(url), 'utf8'), {
      filename: fileURLToPath(url),
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2024',
      },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
