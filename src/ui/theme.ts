import { createContext, use } from 'react';
import type { Appearance } from './terminal/environment.ts';

/** What a colour stands for. Every tone also has a sign or a word: colour alone never tells anything. */
export type Tone = 'plain' | 'muted' | 'accent' | 'success' | 'warning' | 'danger';

/**
 * Named colours only, so that the terminal's own palette decides what they look like, and only those that are
 * readable on light and dark backgrounds alike: no white, black or grey, and no painted backgrounds.
 */
const COLOURS = {
  accent: 'cyan',
  success: 'green',
  warning: 'yellow',
  danger: 'red',
} as const;

export interface Symbols {
  readonly pointer: string;
  readonly success: string;
  readonly warning: string;
  readonly danger: string;
  readonly info: string;
  readonly ellipsis: string;
  readonly cutLeft: string;
  readonly cutRight: string;
  readonly up: string;
  readonly down: string;
  readonly upDown: string;
  readonly leftRight: string;
  readonly checked: string;
  readonly unchecked: string;
  readonly bar: string;
  readonly barEmpty: string;
  readonly dot: string;
  readonly mask: string;
  readonly caret: string;
  readonly rule: string;
  readonly column: string;
  readonly sparks: readonly string[];
  readonly spinner: readonly string[];
}

const UNICODE: Symbols = {
  pointer: '❯',
  success: '✓',
  warning: '▲',
  danger: '✗',
  info: '•',
  ellipsis: '…',
  cutLeft: '‹',
  cutRight: '›',
  up: '↑',
  down: '↓',
  upDown: '↑↓',
  leftRight: '←→',
  checked: '[x]',
  unchecked: '[ ]',
  bar: '█',
  barEmpty: '░',
  dot: '·',
  mask: '•',
  caret: '▏',
  rule: '─',
  column: '│',
  sparks: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ASCII: Symbols = {
  pointer: '>',
  success: '+',
  warning: '!',
  danger: 'x',
  info: '-',
  ellipsis: '...',
  cutLeft: '<',
  cutRight: '>',
  up: '^',
  down: 'v',
  upDown: 'up/down',
  leftRight: 'left/right',
  checked: '[x]',
  unchecked: '[ ]',
  bar: '#',
  barEmpty: '-',
  dot: '-',
  mask: '*',
  caret: '|',
  rule: '-',
  column: '|',
  sparks: ['_', '.', '-', '=', '+', '*', '%', '#'],
  spinner: ['|', '/', '-', '\\'],
};

export interface Theme extends Appearance {
  readonly symbols: Symbols;
}

export function themeOf(appearance: Appearance): Theme {
  return { ...appearance, symbols: appearance.hasUnicode ? UNICODE : ASCII };
}

export const ThemeContext = createContext<Theme>(
  themeOf({ hasColour: true, hasUnicode: true, hasMotion: true, isReadAloud: false }),
);

export function useTheme(): Theme {
  return use(ThemeContext);
}

/** Properties for Ink's `Text`. */
export function styleOf(tone: Tone): { readonly color?: string; readonly dimColor?: boolean } {
  if (tone === 'plain') {
    return {};
  }
  return tone === 'muted' ? { dimColor: true } : { color: COLOURS[tone] };
}
