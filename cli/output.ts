/** Readable output for people, JSON for machines; nothing else is written to standard output. */
export interface Output {
  /** Machines read it: they get all, people what fits. */
  readonly json: boolean;
  /** Prints `value` as JSON with `--json`, else the text. */
  print(value: unknown, text: () => string): void;
  /** Progress of long work, on standard error, only for people at a terminal. */
  progress(text: string): void;
}

export const createOutput = (json: boolean): Output => ({
  json,
  print: (value, text) => {
    process.stdout.write(`${json ? JSON.stringify(value) : text()}\n`);
  },
  progress: (text) => {
    if (!json && process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  },
});

/** East Asian Width W and F (UAX #11), in ranges wide enough for text of people; emoji, too. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

const columnsOf = (character: string): number => {
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
};

/** Columns that a text takes in a terminal. */
export const widthOf = (text: string): number => Array.from(text).reduce((width, character) => width + columnsOf(character), 0);

/** What would move the cursor or turn the direction of writing is shown instead of done: values come from anyone. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The beginning of a text that is wider than `columns`, with an ellipsis. */
export const shortened = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  let width = 0;
  let short = '';
  for (const character of text) {
    width += columnsOf(character);
    if (width >= columns) break;
    short += character;
  }
  return `${short}…`;
};

/** Lines of at most so many columns, parted at blanks where there are; what leads the first leads all. */
const wrapped = (text: string, columns: number): string[] => {
  const lead = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (widthOf(line + character) <= columns) {
      line += character;
      continue;
    }
    const blank = line.lastIndexOf(' ');
    const end = character === ' ' || blank < Math.max(lead.length, line.length / 2) ? line.length : blank;
    lines.push(line.slice(0, end));
    line = lead + `${line.slice(end)}${character}`.trimStart();
  }
  return [...lines, line];
};

/** Keys, times and numbers are shorter, and stay whole. */
const narrowest = 20;

/** What the widest columns give up so that all fit. */
const fitted = (widths: readonly number[], columns: number): readonly number[] => {
  const fit = [...widths];
  for (let over = fit.reduce((sum, width) => sum + width + 2, -2) - columns; over > 0; over -= 1) {
    const widest = Math.max(...fit);
    if (widest <= narrowest) break;
    fit[fit.lastIndexOf(widest)] = widest - 1;
  }
  return fit;
};

/** Columns aligned by their widest cell, and wrapped where the terminal has fewer; no row: `empty`. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[], empty: string, columns = process.stdout.columns): string => {
  if (rows.length === 0) return empty;
  const cells = rows.map((row) => row.map(printable));
  const natural = heads.map((head, column) => Math.max(widthOf(head), ...cells.map((row) => widthOf(row[column] ?? ''))));
  const widths = fitted(natural, columns ?? Infinity);
  const line = (row: readonly string[]): string => {
    const parts = row.map((cell, column) => wrapped(cell, widths[column] ?? Infinity));
    const height = Math.max(1, ...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_, index) =>
      parts.map((lines, column) => (lines[index] ?? '') + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(lines[index] ?? '')))).join('  ').trimEnd()).join('\n');
  };
  return [line(heads), ...cells.map(line)].join('\n');
};

/** Local date and time to the second. */
export const when = (instant: string | null): string => {
  if (instant === null) return '';
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};
