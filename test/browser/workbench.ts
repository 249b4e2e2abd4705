/** The page as a person uses it: what is on it, by role and name, and what can be done. */

import type { Download, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export class Workbench {
  constructor(readonly page: Page) {}

  /** Open a deep link and wait until texts, fonts and the first verdict are there. */
  async open(url: string, query = 'kit=rustnet'): Promise<void> {
    await this.page.goto(`${url}/?${query}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
  }

  // ---- the editor --------------------------------------------------------------------------------------------

  get editor(): Locator {
    return this.page.locator('.monaco-editor .view-lines').first();
  }

  /** The open file's text, from the page's own state. */
  text(path?: string): Promise<string> {
    return this.page.evaluate((wanted) => {
      const state = (
        globalThis as unknown as {
          workbenchState: () => { activePath: string; files: { path: string; text: string }[] };
        }
      ).workbenchState();
      return state.files.find((file) => file.path === (wanted ?? state.activePath))?.text ?? '';
    }, path);
  }

  async focusEditor(): Promise<void> {
    await this.page.locator('.monaco-editor textarea, .monaco-editor .native-edit-context').first().focus();
  }

  /** Type at the very end of the open file. */
  async typeAtEnd(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.insertText(text);
  }

  /** Type on a line of its own below the first line that holds `anchor`. */
  async typeBelow(anchor: string, text: string): Promise<void> {
    const line = (await this.text()).split('\n').findIndex((candidate) => candidate.includes(anchor));
    expect(line, `a line with “${anchor}”`).toBeGreaterThanOrEqual(0);
    await this.focusEditor();
    await this.page.keyboard.press('Control+Home');
    for (let step = 0; step < line; step++) await this.page.keyboard.press('ArrowDown');
    await this.page.keyboard.press('End');
    await this.page.keyboard.insertText(`\n${text}`);
  }

  fileTab(name: string): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Squiggles of a severity. */
  markers(severity: 'error' | 'warning'): Locator {
    return this.page.locator(`.monaco-editor .squiggly-${severity}`);
  }

  // ---- panels ------------------------------------------------------------------------------------------------

  option(title: string): Locator {
    const checkbox = this.page.getByRole('checkbox', { name: title, exact: true });
    return checkbox.or(this.page.getByRole('radio', { name: title })).first();
  }

  async unfold(group: string): Promise<void> {
    const header = this.page.getByRole('button', { name: group }).first();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  mode(name: 'Complain' | 'Enforce'): Locator {
    return this.page.getByRole('radio', { name });
  }

  get problems(): Locator {
    return this.page.getByRole('region', { name: 'Problems' });
  }

  problem(words: string | RegExp): Locator {
    return this.problems.getByRole('button', { name: words });
  }

  async valid(): Promise<void> {
    await this.verdict('Valid');
  }

  async verdict(words: string): Promise<void> {
    await this.page.locator('header').getByText(words, { exact: false }).first().waitFor({ timeout: 20_000 });
  }

  async saved(): Promise<void> {
    await this.page.getByText('Saved', { exact: true }).waitFor({ timeout: 10_000 });
  }

  async rightTab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** What a click on a download control saves. */
  async download(click: () => Promise<void>): Promise<Download> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), click()]);
    return download;
  }
}
