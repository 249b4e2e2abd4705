/** The page as a person uses it: what is on it, by role and name, and what can be done. */

import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
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

  /** Wait until completion, explanations and the checks are there, which come after the page. */
  async languageReady(): Promise<void> {
    await this.page.waitForSelector('html[data-language="ready"]', { timeout: 60_000 });
    await this.page.locator('.monaco-editor .wb-note').first().waitFor();
  }

  /** What axe finds wrong for people who use keyboard or screen reader: each rule with the first element that breaks it. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const found = await this.page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        rules: { region: { enabled: false } },
      }),
    );
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }

  // ---- the editor --------------------------------------------------------------------------------------------

  get editor(): Locator {
    return this.page.locator('.monaco-editor .view-lines').first();
  }

  /** A file's text: what a download of it saves. Default: the profile. */
  async text(file = 'usr.bin.rustnet'): Promise<string> {
    const download = await this.download(async () => {
      await this.page.getByRole('button', { name: 'Download', exact: true }).click();
      await this.page.getByRole('menuitem').filter({ hasText: file }).first().click();
    });
    return readFile((await download.path())!, 'utf8');
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
    await this.page.keyboard.press('Enter');
    // The editor has indented the new line.
    await this.page.keyboard.press('Shift+Home');
    await this.page.keyboard.insertText(text);
  }

  /** Put the caret before the first place of `text` in the profile, or `into` characters further on. */
  async caretAt(text: string, into = 0): Promise<void> {
    const whole = await this.text();
    const offset = whole.indexOf(text);
    expect(offset, `“${text}” in the profile`).toBeGreaterThanOrEqual(0);
    const lines = whole.slice(0, offset + into).split('\n');
    await this.focusEditor();
    await this.page.keyboard.press('Control+g');
    await this.page.getByRole('combobox').fill(`:${lines.length}:${lines.at(-1)!.length + 1}`);
    await this.page.keyboard.press('Enter');
    await expect
      .poll(() => this.caret.textContent())
      .toMatch(new RegExp(`^Ln ${lines.length}, Col ${lines.at(-1)!.length + 1}`));
  }

  /** The list of what may be written. */
  get suggestions(): Locator {
    return this.page.locator('.suggest-widget.visible');
  }

  /** What is said about the caret's or the pointer's place. */
  get card(): Locator {
    return this.page.locator('.wb-hover:visible');
  }

  /** Where the caret is, as the status bar says: `Ln 3, Col 1`. */
  get caret(): Locator {
    return this.page.getByText(/^Ln \d+, Col \d+/);
  }

  /** Squiggles of a severity. */
  markers(severity: 'error' | 'warning'): Locator {
    return this.page.locator(`.monaco-editor .squiggly-${severity}`);
  }

  // ---- panels ------------------------------------------------------------------------------------------------

  /** An option of the rules panel, by its group and title. */
  option(group: string, title: string): Locator {
    const rows = this.page.getByRole('group', { name: group, exact: true });
    return rows
      .getByRole('checkbox', { name: title, exact: true })
      .or(rows.getByRole('radio', { name: title }))
      .first();
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

  /** What the lab's runs say about the selected requirement. */
  get seenOnKernels(): Locator {
    return this.page.getByRole('region', { name: 'Seen on real kernels' });
  }

  /** A release of the Install tab, e.g. `13` of Debian. */
  release(number: string): Locator {
    return this.page.getByRole('radiogroup', { name: /^Release/ }).getByRole('radio', { name: number });
  }

  /** A part of the Install tab by its heading. */
  part(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** A page over the page. */
  dialog(title: string): Locator {
    return this.page.getByRole('dialog', { name: title, exact: true });
  }

  async valid(): Promise<void> {
    await this.verdict('Valid');
  }

  async verdict(words: string): Promise<void> {
    await this.page
      .getByRole('banner')
      .getByRole('button', { name: new RegExp(`^${words}`) })
      .waitFor({ timeout: 20_000 });
  }

  async saved(): Promise<void> {
    await this.page.getByText('Saved', { exact: true }).waitFor({ timeout: 10_000 });
  }

  banner(words: string | RegExp): Locator {
    return this.page.locator('.banners').getByText(words).first();
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
