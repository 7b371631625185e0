import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.ACTA_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // The content security policy allows no data: but in images.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: Object.fromEntries(['/api', '/v2', '/docs', '/openapi.json'].map((path) => [path, server])) },
});
