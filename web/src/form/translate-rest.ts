/** The few texts of form-js that it writes without asking for a translation, put right where they stand, as often as it writes them. */
const places = [
  { selector: '.fjs-select-placeholder', text: 'Select' },
  { selector: '.fjs-filepicker-button', text: 'Browse' },
] as const;

export const untranslatedTexts = [...places.map(({ text }) => text), 'Search'];

/** Gives a function that ends it. */
export const translateRest = (container: HTMLElement, translate: (text: string) => string): (() => void) => {
  const put = (): void => {
    for (const { selector, text } of places)
      for (const element of container.querySelectorAll(selector)) {
        const { firstChild } = element;
        // The text itself is changed, not its node: that one is form-js's.
        if (firstChild instanceof Text && firstChild.data === text && translate(text) !== text) firstChild.data = translate(text);
      }
    for (const input of container.querySelectorAll<HTMLInputElement>('input[placeholder="Search"]')) if (translate('Search') !== 'Search') input.placeholder = translate('Search');
  };
  const observer = new MutationObserver(put);
  observer.observe(container, { childList: true, subtree: true, characterData: true });
  put();
  return () => observer.disconnect();
};
