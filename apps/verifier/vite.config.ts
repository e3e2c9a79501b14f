import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const own = (file: string): string => join(root, file);

/** One file without a second one: the script moves into the page, and a policy that forbids every connection with it. */
const oneFile = (): Plugin => ({
  name: 'one-file',
  apply: 'build',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const page = bundle['index.html'];
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    if (page?.type !== 'asset' || chunks.length !== 1 || !chunks[0]) throw new Error('the verifier is one page with one script');
    const script = chunks[0].code.replaceAll('</script', '<\\/script');
    const hash = createHash('sha256').update(script).digest('base64');
    const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
    const html = String(page.source)
      .replace(/<script type="module"[^>]*><\/script>/, '')
      .replace('<head>', `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`)
      .replace('</body>', () => `<script>${script}</script></body>`);
    page.source = html;
    delete bundle[chunks[0].fileName];
  },
});

export default defineConfig({
  root,
  base: './',
  plugins: [oneFile()],
  define: { 'process.argv': '[]' },
  resolve: {
    alias: {
      '@lianhu/log': join(root, '../../libs/log/verify.ts'),
      'node:crypto': own('browser-crypto.ts'),
      'node:fs/promises': own('no-files.ts'),
      'node:fs': own('no-files.ts'),
    },
  },
  build: {
    outDir: join(root, '../../dist/apps/verifier'),
    emptyOutDir: true,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: { transform: { inject: { Buffer: ['buffer/', 'Buffer'] } }, output: { format: 'iife' } },
  },
});
