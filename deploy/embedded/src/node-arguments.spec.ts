import { readFileSync } from 'node:fs';
import { NODE_ARGUMENTS } from './node-arguments.js';

it('npm start runs Node as everybody else does', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  expect(scripts.start).toContain(`node ${NODE_ARGUMENTS.join(' ')} dist/`);
});
