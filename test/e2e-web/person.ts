/** A person at the browser: who signs in by himself and works with what the screens offer. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { visit, type Language, type Look } from './browser.ts';

const words = {
  'zh-CN': { start: '提交', claim: '认领', complete: '办结', claimable: '待认领', todo: '我的', boxes: '视图', add: '加一行' },
  en: { start: 'Start', claim: 'Claim', complete: 'Complete', claimable: 'To claim', todo: 'Mine', boxes: 'Views', add: 'Add new' },
} as const;

/** A field by its label: a text, a number, one of several choices, or rows of a list. */
export type Answer = string | number | readonly (readonly (readonly [label: string, value: string | number])[])[];
export type Answers = Readonly<Record<string, Answer>>;

const exactly = (label: string): RegExp => new RegExp(`^${label.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}\\s*\\*?$`);

export class Person {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: readonly string[];
  readonly #url: string;
  readonly #words: (typeof words)[Language];

  private constructor(visitor: Awaited<ReturnType<typeof visit>>, url: string, language: Language) {
    ({ page: this.page, context: this.context, complaints: this.complaints } = visitor);
    this.#url = url;
    this.#words = words[language];
  }

  /** Signs in on the page, as the sample person of the name. */
  static async signIn(browser: Browser, url: string, name: string, look: Look): Promise<Person> {
    const person = new Person(await visit(browser, look), url, look.language);
    await person.page.goto(url);
    await person.page.getByRole('button', { name }).click();
    await person.page.waitForURL((at) => at.pathname === '/');
    await person.page.getByRole('heading', { level: 1 }).waitFor();
    return person;
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.#url + path);
    await this.page.getByRole('main').waitFor();
  }

  /** Starts a case by its form and tells its key. */
  async start(definition: string, answers: Answers = {}): Promise<string> {
    await this.open(`/start?definition=${definition}`);
    await this.fill(answers);
    const [answer] = await Promise.all([
      this.page.waitForResponse((response) => response.url().endsWith('/v2/process-instances') && response.request().method() === 'POST'),
      this.page.locator('.verbs').getByRole('button', { name: this.#words.start }).click(),
    ]);
    await this.page.waitForURL(/\/(?:cases|inbox)/);
    return ((await answer.json()) as { processInstanceKey: string }).processInstanceKey;
  }

  box(name: 'claimable' | 'todo'): Locator {
    return this.page.getByRole('navigation', { name: this.#words.boxes }).getByRole('link', { name: this.#words[name] });
  }

  row(title: string | RegExp): Locator {
    return this.page.locator('.lbody').filter({ hasText: title });
  }

  /** The form of the open task. */
  get form(): Locator {
    return this.page.locator('.task-form');
  }

  /** Opens a task of the claimable ones and takes it. */
  async claim(title: string | RegExp): Promise<void> {
    await this.open('/inbox?box=claimable');
    await this.row(title).click();
    await this.page.getByRole('button', { name: this.#words.claim }).click();
    await this.page.getByRole('button', { name: this.#words.claim }).waitFor({ state: 'detached' });
  }

  async fill(answers: Answers): Promise<void> {
    for (const [label, answer] of Object.entries(answers)) await this.#answer(label, answer);
  }

  /** Presses a verb of the open task and waits until the server has done it. */
  async press(verb: string = this.#words.complete): Promise<void> {
    const [answer] = await Promise.all([
      this.page.waitForResponse((response) => response.url().endsWith('/completion')),
      this.page.getByRole('toolbar').getByRole('button', { name: verb }).first().click(),
    ]);
    if (answer.status() !== 204) throw new Error(`Expected ${verb} to complete the task, but the server answered ${answer.status()}`);
  }

  /** Takes a task, answers its form and completes it. */
  async work(title: string | RegExp, answers: Answers, verb?: string): Promise<void> {
    await this.claim(title);
    await this.fill(answers);
    await this.press(verb);
  }

  async leave(): Promise<void> {
    if (this.complaints.length > 0) throw new Error(`Expected a browser without complaints, but it said ${this.complaints.join('; ')}`);
    await this.context.close();
  }

  async #answer(label: string, answer: Answer): Promise<void> {
    if (typeof answer === 'object') {
      for (const [index, row] of answer.entries()) await this.#addRow(index, row);
      return;
    }
    // The label of a field itself: those of its choices stand deeper.
    const field = this.form.locator('.fjs-form-field').filter({ has: this.page.locator(':scope > label').getByText(exactly(label)) }).first();
    await field.waitFor();
    const look = (await field.getAttribute('class')) ?? '';
    if (look.includes('fjs-form-field-radio')) return field.getByLabel(exactly(String(answer))).check();
    if (!look.includes('fjs-form-field-select')) return field.locator('input, textarea').first().fill(String(answer));
    await field.locator('.fjs-input-group').click();
    await field.locator('.fjs-dropdownlist-item').getByText(String(answer), { exact: true }).click();
  }

  async #addRow(index: number, row: readonly (readonly [label: string, value: string | number])[]): Promise<void> {
    const [first] = row;
    const fields = (label: string): Locator => this.form.locator('.fjs-form-field-dynamiclist, .fjs-repeat-row-container').getByLabel(exactly(label));
    // A list begins with an empty row, a moment after its form is there.
    if (first !== undefined && index === 0) await fields(first[0]).first().waitFor({ timeout: 10_000 }).catch(() => undefined);
    if (first !== undefined && (await fields(first[0]).count()) <= index) await this.form.getByRole('button', { name: this.#words.add }).click();
    for (const [label, value] of row) await fields(label).nth(index).fill(String(value));
  }
}
