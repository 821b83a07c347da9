import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const GATEWAY = 'http://127.0.0.1:3000';

/** The gateway serves the build at `/`; `vite` alone (port 5174) talks to a gateway on port 3000. */
export default defineConfig({
  base: '/',
  plugins: [react(), tailwindcss()],
  resolve: {
    // The original puts a <style> element into the page, which a policy of `style-src 'self'` refuses.
    alias: { 'react-remove-scroll': fileURLToPath(new URL('src/components/remove-scroll.tsx', import.meta.url)) },
  },
  build: { outDir: '../../dist/services/dashboard', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { port: 5174, proxy: { '/api': GATEWAY, '/media': GATEWAY, '/socket.io': { target: GATEWAY, ws: true } } },
});
