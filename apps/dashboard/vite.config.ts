import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** What a page may load: its own origin only. Ant Design writes style elements; ECharts writes style attributes. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";

/** Puts the content security policy into the built page; the development server needs inline scripts, so not there. */
const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
});

const root = import.meta.dirname;

export default defineConfig({
  root,
  plugins: [react(), contentSecurityPolicy()],
  resolve: { alias: [{ find: /^@lianhu\/(.*)$/, replacement: join(root, '../../libs/$1/index.ts') }] },
  server: { host: '127.0.0.1', proxy: { '/api': process.env['LIANHU_URL'] ?? 'http://127.0.0.1:3000' } },
  build: {
    outDir: join(root, '../../dist/apps/dashboard'),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500, // kB; Ant Design is one chunk of about 900
    rolldownOptions: {
      // Only the code lists of these libraries are used; without this the event classes would come along for their decorators.
      treeshake: { moduleSideEffects: [{ test: /[\\/]libs[\\/](kernel|standards|departments)[\\/]/, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-|@emotion|dayjs)/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
});
