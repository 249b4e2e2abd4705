/** A program on a terminal in the guest: keys in, screen out. */
import { setTimeout as sleep } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { LabError } from '../machine.ts';
import { readFields } from '../protocol.ts';
import type { LabSession } from '../session.ts';

export interface Size {
  columns: number;
  rows: number;
}

/** One cell of a screen. Colours are numbers of the 256, `#rrggbb`, or undefined for the terminal's own. */
export interface Cell {
  text: string;
  foreground: number | string | undefined;
  background: number | string | undefined;
  bold: boolean;
  dim: boolean;
  inverse: boolean;
}

export interface Screen extends Size {
  /** Lines without trailing blanks. */
  text: string;
  cells: Cell[][];
}

export interface TerminalOptions extends Partial<Size> {
  command: string[];
  uid?: number;
  directory?: string;
}

export class Terminal {
  private readonly xterm: xterm.Terminal;
  private read = 0;
  private ended: number | undefined;

  private constructor(
    private readonly session: LabSession,
    private readonly name: string,
    readonly size: Size,
  ) {
    this.xterm = new xterm.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  }

  private static count = 0;

  /** Starts a program as a user (1000 where none is said). Throws LabError. */
  static async start(
    session: LabSession,
    { command, uid = 1000, directory = '/home/ada', columns = 140, rows = 36 }: TerminalOptions,
  ): Promise<Terminal> {
    const name = `t${++Terminal.count}`;
    const [refused] = await ask(session, [
      'start',
      name,
      String(uid),
      directory,
      String(columns),
      String(rows),
      ...command,
    ]);
    if (refused?.length) throw new LabError(`No terminal for ${command[0]}: ${refused}.`);
    return new Terminal(session, name, { columns, rows });
  }

  async keys(keys: string): Promise<void> {
    await ask(this.session, ['keys', this.name, keys]);
  }

  /** The exit status, or undefined while it runs; a signal is 128 and its number. */
  async status(): Promise<number | undefined> {
    await this.update();
    return this.ended;
  }

  async screen(): Promise<Screen> {
    await this.update();
    const buffer = this.xterm.buffer.active;
    const cells = Array.from({ length: this.size.rows }, (_, y) => {
      const line = buffer.getLine(buffer.viewportY + y);
      return Array.from({ length: this.size.columns }, (_unused, x) => cellOf(line?.getCell(x)));
    });
    const text = cells
      .map((line) =>
        line
          .map((cell) => cell.text)
          .join('')
          .trimEnd(),
      )
      .join('\n');
    return { ...this.size, text: text.trimEnd(), cells };
  }

  /** Looks at the screen until it matches, or the time is over: then the answer says so and shows the last screen. */
  async until(pattern: RegExp, seconds: number): Promise<{ found: boolean; screen: Screen }> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const screen = await this.screen();
      if (pattern.test(screen.text)) return { found: true, screen };
      if (Date.now() > end || this.ended !== undefined) return { found: false, screen };
      await sleep(700);
    }
  }

  /** Presses q, and again to confirm; then waits for the end. */
  async quit(seconds = 90): Promise<number | undefined> {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      if ((await this.status()) !== undefined) break;
      await this.keys('q');
      await sleep(2000);
    }
    return this.status();
  }

  private async update(): Promise<void> {
    const [refused, status, output] = await ask(this.session, ['read', this.name, String(this.read)]);
    if (refused?.length) throw new LabError(`The terminal ${this.name} is not there: ${refused}.`);
    this.read += output!.length;
    if (status!.length) this.ended = Number(status!.toString());
    if (output!.length) await new Promise<void>((resolve) => this.xterm.write(output!, resolve));
  }
}

/** The kernel's log so far from a byte on, as /dev/kmsg has it. */
export async function kernelLog(session: LabSession, from: number): Promise<string> {
  const [, text] = await ask(session, ['log', String(from)]);
  return text!.toString('latin1');
}

async function ask(session: LabSession, question: string[]): Promise<Buffer[]> {
  const hex = question.map((field) => Buffer.from(field).toString('hex'));
  // One argument may hold 128 kB at most; no question is that long.
  const told = await session.run(['/usr/bin/perl', '/lab/tell', ...hex], { seconds: 60 });
  if (told.status !== 0)
    throw new LabError(`The guest's terminals do not answer: ${told.stderr.trim() || told.stdout}`);
  return readFields(Buffer.from(told.stdout, 'hex'));
}

type XtermCell = xterm.IBufferCell | undefined;

function cellOf(cell: XtermCell): Cell {
  const colour = (rgb: boolean, palette: boolean, value: number) =>
    rgb ? `#${value.toString(16).padStart(6, '0')}` : palette ? value : undefined;
  if (!cell)
    return {
      text: ' ',
      foreground: undefined,
      background: undefined,
      bold: false,
      dim: false,
      inverse: false,
    };
  return {
    // The second half of a wide character has none of its own.
    text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
    foreground: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    background: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}
