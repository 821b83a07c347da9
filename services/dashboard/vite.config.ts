import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compress } from './compress.ts';

const GATEWAY = 'http://127.0.0.1:3000';

/** The gateway serves the build at `/`; `vite` alone (port 5174) talks to a gateway on port 3000. */
export default defineConfig({
  base: '/',
  plugins: [react(), tailwindcss(), compress()],
  resolve: {
    // The original puts a <style> element into the page, which a policy of `style-src 'self'` refuses.
    alias: { 'react-remove-scroll': fileURLToPath(new URL('src/components/remove-scroll.tsx', import.meta.url)) },
  },
  build: {
    outDir: '../../dist/services/dashboard',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // An icon, or a part that several pages are made of, is smaller than the headers of the answer that brings it; what one page has goes with it.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'icons', test: /node_modules\/lucide-react/, minShareCount: 2 },
            {
              name: 'parts',
              test: /dashboard\/src\/(components\/(?!conflict|shown-once|resource-list|table|zones|copy-button)|i18n\/(i18n|fill|use-ago)|api)\b/,
              minShareCount: 2,
            },
            {
              name: 'marks',
              test: /dashboard\/src\/(inbox\/.*(marks|rich-text|failure-hints|plain-text|media-kind|consent-entries|row-form)|sending\/requests|i18n\/attributes|pages\/contacts\/(attribute-value|contact-attributes|consent-entries)|components\/row-form)\b/,
              minShareCount: 2,
            },
            { name: 'queries', test: /node_modules\/@tanstack/ },
          ],
        },
      },
    },
  },
  server: { port: 5174, proxy: { '/api': GATEWAY, '/media': GATEWAY, '/socket.io': { target: GATEWAY, ws: true } } },
});
