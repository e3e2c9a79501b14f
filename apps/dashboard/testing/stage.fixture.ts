import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { builtPages, launchBrowser, openPage, photographer, signIn, type Viewport, type Watched } from './browser.fixture';
import { startFakeServer, type FakeServer } from './fake-server.fixture';

/** What a spec of the pages plays on: built pages, a browser, and for each test a fresh fake server and a page that notes complaints. */
export interface Stage {
  readonly folder: string;
  readonly server: FakeServer;
  /** Opens a page that nobody is signed in on. */
  open(viewport: Viewport): Promise<Page>;
  /** Opens a page, signs in and chooses a purpose. */
  as(name: string, purpose: string, viewport?: Viewport): Promise<Page>;
  shoot(page: Page, viewport: Viewport, name: string): Promise<void>;
  /** Everything that the browser complained about in this test. */
  complaints(): readonly string[];
}

/** Sets the stage for one spec file. With LIANHU_SHOTS the pictures stay in that folder. */
export function stage(): Stage {
  let folder = '';
  let pages = '';
  let browser: Browser;
  let server: FakeServer;
  let watched: Watched | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lianhu-pages-'));
    pages = builtPages();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    server = await startFakeServer(pages);
  });
  afterEach(async () => {
    await watched?.close();
    watched = undefined;
    await server.stop();
  });
  const open = async (viewport: Viewport): Promise<Page> => {
    watched = await openPage(browser, viewport);
    return watched.page;
  };
  return {
    get folder() {
      return folder;
    },
    get server() {
      return server;
    },
    open,
    as: async (name, purpose, viewport = 'desk') => {
      const page = await open(viewport);
      await signIn(page, server.url, name, purpose);
      return page;
    },
    shoot: (page, viewport, name) => photographer(process.env['LIANHU_SHOTS'] ?? join(folder, 'shots'))(page, viewport, name),
    complaints: () => watched?.complaints ?? [],
  };
}
