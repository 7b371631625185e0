/** Debian's Chromium, driven by Playwright, on the product as its user has it: one process, embedded database. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { packageRoot } from '../../runtime/package-root.ts';
import { temporaryFolder } from '../harness/private-process.ts';
import { launch, type Running } from '../e2e/acta.ts';

const places = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** As root on Debian it is installed, as the stores are. */
const findChromium = (): string => {
  const find = (): string | undefined => places.find((path) => path !== '' && existsSync(path));
  if (find() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { stdio: 'ignore' });
  const found = find();
  if (found === undefined) throw new Error('Expected a Chromium for the tests of the web app. Install the package chromium, or set CHROMIUM to its program');
  return found;
};

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });

export interface Product {
  readonly url: string;
  /** What the server has said so far. */
  readonly printed: () => string;
  end(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** `more`: of its environment, e.g. the folder of another product that has ended. */
export const openProduct = async (more: Readonly<Record<string, string>> = {}): Promise<Product> => {
  const port = await freePort();
  const server: Running = await launch(['serve'], { PORT: String(port), ACTA_DATA: join(temporaryFolder('web', undefined), 'data'), ...more }, 'Acta is ready');
  return { url: `http://localhost:${port}`, printed: server.printed, end: async () => void (await server.end('SIGTERM')) };
};

export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark';

export interface Look {
  readonly language: Language;
  readonly theme: Theme;
  readonly size: 'desktop' | 'phone';
}

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: refused by the content security policy, thrown by a script. */
  readonly complaints: readonly string[];
}

export const visit = async (browser: Browser, { language, theme, size }: Look): Promise<Visitor> => {
  const context = await browser.newContext({ viewport: sizes[size], locale: language, reducedMotion: 'reduce', hasTouch: size === 'phone' });
  await context.addInitScript(`for (const [name, value] of ${JSON.stringify([['acta-language', language], ['acta-theme', theme]])}) if (localStorage.getItem(name) === null) localStorage.setItem(name, value)`);
  // A machine that is busy with other things is slow, not wrong.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) complaints.push(message.text()); });
  return { page, context, complaints };
};

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page, each as rule and place. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }> } };
    const { violations } = await tool.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary = '' }) => `${id} ${target.join(' ')}: ${failureSummary.replaceAll('\n', ' ').slice(0, 200)}`));
  });
};

const folder = join(packageRoot, 'screenshots');

/** For people to look at, beside the design. */
export const photograph = async (page: Page, name: string, { language, theme, size }: Look): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${size}.png`) });
};

/** Through the page's own requests, so that the cookie is the browser's. */
export const signInAs = async (page: Page, url: string, username: string): Promise<void> => {
  await page.goto(`${url}/sign-in`);
  const status = await page.evaluate(async (name) => (await fetch('/api/sign-in/sample', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: name }) })).status, username);
  if (status !== 200) throw new Error(`Expected to sign in as ${username}, but the server answered ${status}`);
};
