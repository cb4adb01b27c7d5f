// The style sheet's colours for canvas drawing, which cannot read CSS variables itself.

export interface Theme {
  text: string;
  grid: string;
  main: string;
  mainBand: string;
  accent: string;
  bad: string;
}

export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: colour('--text-soft'),
    grid: colour('--grid'),
    main: colour('--main'),
    mainBand: colour('--main-band'),
    accent: colour('--accent'),
    bad: colour('--bad'),
  };
}

export function onThemeChange(callback: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', callback);
}
