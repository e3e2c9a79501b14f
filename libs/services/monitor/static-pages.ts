import type { FastifyInstance, FastifyRequest } from 'fastify';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openApi } from '@lianhu/catalogue';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Serves what people open in a browser: the dashboard, as it was built beside the program, and the API's pages. */
export const servePagesFrom =
  (programs: string) =>
  async (app: NestFastifyApplication, fastify: FastifyInstance): Promise<void> => {
    await servePages(fastify, join(programs, 'dashboard'));
    await serveDocs(app);
  };

/** The built dashboard, with security headers; every path that is no file and no API is the page itself. */
async function servePages(fastify: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await fastify.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      reply.header('cache-control', 'no-cache');
    },
  });
  fastify.get('/*', (request, reply) => (isPage(request) ? reply.sendFile('index.html') : void reply.callNotFound()));
}

/** What is served by others, or is a file that is not there. */
const NO_PAGE = /^\/(api|docs|health|metrics)(\/|$)|\.\w+$/i;
/** Whether somebody opens or reloads a page of the dashboard by its address. */
function isPage({ url, headers }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? '';
  return !path.includes('%') && !NO_PAGE.test(path) && (headers.accept ?? '').includes('text/html');
}

/** Only our own files; styles inline, as the components set them. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/** `/docs`: the API's pages, drawn from the same OpenAPI document that `/api/openapi.json` answers. Loaded late: it is large. */
async function serveDocs(app: NestFastifyApplication): Promise<void> {
  const { SwaggerModule } = await import('@nestjs/swagger');
  SwaggerModule.setup('docs', app, openApi() as unknown as OpenAPIObject, { customSiteTitle: '联护 API', raw: false });
}
