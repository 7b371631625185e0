/** How wide text will be, without a browser: wide characters (Chinese) as one em, others by their class. */
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{20000}-\u{3ffff}]/u;
const narrow = /[iljtfrI.,:;'|()[\]! ]/;
const broad = /[mwMWA-Z@%]/;

const widthOfCharacter = (character: string): number => {
  if (wide.test(character)) return 1;
  if (narrow.test(character)) return 0.34;
  return broad.test(character) ? 0.72 : 0.56;
};

export const textWidth = (text: string, fontSize: number): number => {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return Math.ceil(width * fontSize);
};

/** Where a line may break: between words, and between any two wide characters. */
const pieces = (text: string): string[] => {
  const found: string[] = [];
  let piece = '';
  for (const character of text) {
    const isWide = wide.test(character);
    if ((isWide || piece.endsWith(' ')) && piece !== '') {
      found.push(piece);
      piece = '';
    }
    piece += character;
    if (isWide) {
      found.push(piece);
      piece = '';
    }
  }
  return piece === '' ? found : [...found, piece];
};

/** Lines no wider than `width`; what does not fit in `most` lines ends in an ellipsis. */
export const wrapText = (text: string, fontSize: number, width: number, most: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line === '' || textWidth((line + piece).trimEnd(), fontSize) <= width) line += piece;
    else {
      lines.push(line.trimEnd());
      line = piece;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  const kept = lines.slice(0, most);
  const last = kept.length - 1;
  return kept.map((each, index) => (textWidth(each, fontSize) > width || (index === last && lines.length > most) ? cut(each, fontSize, width) : each));
};

const cut = (line: string, fontSize: number, width: number): string => {
  const characters = Array.from(line);
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, fontSize) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
};
