import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built beside the service that serves it; `vite` alone (port 5173) talks to a simulator on port 3900. */
export default defineConfig({
  base: './',
  plugins: [react()],
  build: { outDir: '../../../dist/services/whatsapp-simulator/phone', emptyOutDir: true, assetsInlineLimit: 0 },
  server: { proxy: { '/simulator': 'http://127.0.0.1:3900' } },
});
