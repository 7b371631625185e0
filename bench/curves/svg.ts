/** A curve as a picture: sizes on a logarithmic axis, what one unit costs on a linear one that begins at nought, so that flat looks flat. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Picture {
  readonly title: string;
  /** What the sizes are of. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** In the order of their sizes, at least one. */
  readonly points: readonly Point[];
}

const [width, height] = [640, 320];
const [left, right, top, bottom] = [64, 24, 40, 48];

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** 1, 2 or 5 times a power of ten, so that about four of them reach the top. */
const stepOf = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].find((times) => times * power >= most / 4) ?? 10;
  return step * power;
};

const short = (size: number): string => (size >= 1_000_000 ? `${size / 1_000_000} M` : size >= 1_000 ? `${size / 1_000} k` : String(size));

const digits = (value: number): string => String(Number(value.toPrecision(3)));

export const drawn = ({ title, xLabel, yLabel, points }: Picture): string => {
  const [first, last] = [Math.log10(points[0]?.x ?? 1), Math.log10(points.at(-1)?.x ?? 1)];
  const step = stepOf(Math.max(...points.map(({ y }) => y), Number.MIN_VALUE));
  const most = step * Math.ceil(Math.max(...points.map(({ y }) => y)) / step + 0.2);
  const across = (x: number): number => left + ((Math.log10(x) - first) / (last - first || 1)) * (width - left - right);
  const up = (y: number): number => height - bottom - (y / most) * (height - top - bottom);
  const at = ({ x, y }: Point): string => `${across(x).toFixed(1)},${up(y).toFixed(1)}`;
  const text = (x: number, y: number, anchor: string, content: string): string => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(content)}</text>`;
  const lines = Array.from({ length: Math.floor(most / step) + 1 }, (_each, index) => index * step);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="#444">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="22" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...lines.flatMap((y) => [`<line x1="${left}" x2="${width - right}" y1="${up(y).toFixed(1)}" y2="${up(y).toFixed(1)}" stroke="#ddd"/>`, text(left - 8, up(y) + 4, 'end', digits(y))]),
    ...points.map(({ x }) => text(across(x), height - bottom + 18, 'middle', short(x))),
    text((left + width - right) / 2, height - 8, 'middle', xLabel),
    text(width - right, 22, 'end', yLabel),
    `<polyline points="${points.map(at).join(' ')}" fill="none" stroke="#2f6fde" stroke-width="2"/>`,
    ...points.map((point) => `<circle cx="${at(point).split(',')[0]}" cy="${at(point).split(',')[1]}" r="3.5" fill="#2f6fde"/>`),
    '</svg>',
    '',
  ].join('\n');
};
