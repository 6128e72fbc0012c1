import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    // Every address answers with the one page: the router in it finds the screen.
    adapter: adapter({ fallback: 'index.html' }),
    alias: { $assets: '../assets' },
    // One script, one style sheet: on Android each file is a call into the shell.
    output: { bundleStrategy: 'single' },
  },
};
