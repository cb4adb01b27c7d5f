// Numbers and times as people read them: three significant digits, SI prefixes, a narrow no-break
// space before units.

const space = '\u202f';
export const none = '–';

const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'];

function significant(value: number, digits = 3): string {
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.max(0, digits - 1 - magnitude));
}

/** 1234567 with 'H/s' -> "1.23 MH/s". */
export function si(value: number | null | undefined, unit = ''): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return none;
  }
  let scaled = Math.abs(value);
  let step = 0;
  while (scaled >= 999.5 && step < prefixes.length - 1) {
    scaled /= 1000;
    ++step;
  }
  const text = step === 0 && Number.isInteger(scaled) ? String(scaled) : significant(scaled);
  const suffix = `${prefixes[step]}${unit}`;
  return `${value < 0 ? '−' : ''}${text}${suffix === '' ? '' : space + suffix}`;
}

/** For the ticks of an axis: "40.0 MH/s" -> "40 MH/s", since neighbours tell the precision. */
export function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?!\d)/, '$1').replace(/\.(?!\d)/, '');
}

/** Difficulty spans 10^-8 to 10^15: SI above a thousand, plain decimals down to 0.0001, then scientific. */
export function difficulty(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return none;
  }
  if (value >= 1000 || value === 0) {
    return value === 0 ? '0' : si(value);
  }
  if (value >= 1e-4) {
    return significant(value);
  }
  const [mantissa, exponent] = value.toExponential(2).split('e');
  return `${mantissa}·10${superscript(exponent ?? '')}`;
}

function superscript(exponent: string): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return exponent
    .replace('+', '')
    .replace('-', '⁻')
    .replace(/\d/g, (digit) => digits[Number(digit)] ?? '');
}

export function count(value: number): string {
  return value.toLocaleString('en').replaceAll(',', space);
}

/** 75 -> "1 min 15 s"; the two largest units only. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return none;
  }
  const s = Math.max(0, seconds);
  if (s < 9.95 && !Number.isInteger(s)) {
    return `${s.toFixed(1)}${space}s`;
  }
  if (s === 0) {
    return `0${space}s`;
  }
  const units: [string, number][] = [
    ['d', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];
  const first = units.findIndex(([, size]) => Math.round(s) >= size);
  let rest = Math.round(s);
  return units
    .slice(first, first + 2)
    .map(([name, size]) => {
      const whole = Math.floor(rest / size);
      rest -= whole * size;
      return whole > 0 ? `${whole}${space}${name}` : '';
    })
    .filter((part) => part !== '')
    .join(' ');
}

export function ago(seconds: number): string {
  if (seconds < 2) {
    return 'just now';
  }
  const s = Math.round(seconds);
  const text =
    s < 60
      ? `${s}${space}s`
      : s < 3600
        ? `${Math.floor(s / 60)}${space}min`
        : s < 86400
          ? `${Math.floor(s / 3600)}${space}h`
          : `${Math.floor(s / 86400)}${space}d`;
  return `${text} ago`;
}

export function percent(ratio: number): string {
  const value = ratio * 100;
  return `${value >= 10 || value === 0 ? value.toFixed(0) : value.toPrecision(2)}${space}%`;
}

export function clock(timeS: number): string {
  return new Date(timeS * 1000).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
}
