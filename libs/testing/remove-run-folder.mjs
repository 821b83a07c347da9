import { rmSync } from 'node:fs';

export default () => rmSync(process.env.SPECS_FOLDER, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
