// Before the first paint, so that nothing flashes: what was chosen, else dark at night hours, else what the system wishes.
(() => {
  const stored = localStorage.getItem('theme');
  const hour = new Date().getHours();
  const night = hour >= 18 || hour < 8;
  document.documentElement.dataset.theme = stored ?? (night || !matchMedia('(prefers-color-scheme: light)').matches ? 'dark' : 'light');
  document.documentElement.lang = localStorage.getItem('language') ?? (navigator.language.startsWith('es') ? 'es' : 'en');
})();
