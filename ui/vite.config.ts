import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// Where `npm run dev` finds the core's HTTP bridge (a binary of the crate `tests`).
const bridge = process.env.VUNGSAM_BRIDGE ?? 'http://127.0.0.1:8500';
const proxy = Object.fromEntries(['/invoke', '/events', '/photo'].map((path) => [path, bridge]));

export default defineConfig({
  plugins: [sveltekit()],
  build: {
    // The oldest Android System WebView that gets the app; `app.html` tells older ones to update.
    target: 'chrome88',
    cssTarget: 'chrome88',
    reportCompressedSize: false,
  },
  server: { proxy, fs: { allow: ['../assets'] } },
  preview: { proxy },
  test: { include: ['src/**/*.test.ts'], env: { TZ: 'Asia/Ho_Chi_Minh' } },
});
