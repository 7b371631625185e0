// Before anything is drawn: the theme and the language of last time, so that nothing flashes.
(() => {
  let theme = null;
  let language = null;
  try {
    theme = localStorage.getItem('acta-theme');
    language = localStorage.getItem('acta-language');
  } catch {
    // Storage is forbidden: the defaults hold.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  document.documentElement.lang = language ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
})();
