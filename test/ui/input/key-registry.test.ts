import { describe, expect, test, vi } from 'vitest';
import { createKeyRegistry } from '../../../src/ui/input/key-registry.ts';

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const key = (name: string) => ({ kind: 'key', name }) as const;

describe('the registry of keys', () => {
  test('gives each key to one owner, the highest level first', () => {
    const registry = createKeyRegistry(true);
    const field = vi.fn();
    const screen = vi.fn();
    registry.set('screen', { level: 'screen', bindings: [{ keys: ['escape', 'enter'], run: screen }] });
    registry.set('field', { level: 'field', bindings: [{ keys: ['enter'], run: field }] });
    registry.press(key('enter'));
    registry.press(key('escape'));
    expect(field).toHaveBeenCalledExactlyOnceWith('enter');
    expect(screen).toHaveBeenCalledExactlyOnceWith('escape');
    expect(registry.press(key('tab'))).toBe(false);
  });

  test('passes over a binding that would do nothing, and doesn’t tell of it', () => {
    const registry = createKeyRegistry(true);
    const below = vi.fn();
    registry.set('a', { level: 'field', bindings: [{ keys: ['enter'], hint: 'go', isEnabled: false }] });
    registry.set('b', { level: 'screen', bindings: [{ keys: ['enter'], hint: 'open', run: below }] });
    expect(registry.hints().map(({ hint }) => hint)).toEqual(['open']);
    registry.press(key('enter'));
    expect(below).toHaveBeenCalledOnce();
  });

  test('keeps letters from the screen while a field is typed into, and doesn’t offer them', () => {
    const registry = createKeyRegistry(true);
    const help = vi.fn();
    const typed = vi.fn();
    registry.set('screen', { level: 'screen', bindings: [{ keys: ['?'], hint: 'help', run: help }] });
    expect(registry.hints().map(({ hint }) => hint)).toEqual(['help']);
    registry.set('field', { level: 'field', bindings: [], onText: typed });
    expect(registry.hints()).toEqual([]);
    registry.press(text('?'));
    expect(help).not.toHaveBeenCalled();
    expect(typed).toHaveBeenCalledExactlyOnceWith('?');
  });

  test('leaves single letters to the screen where only pastes are taken', () => {
    const registry = createKeyRegistry(true);
    const help = vi.fn();
    const taken = vi.fn();
    registry.set('screen', { level: 'screen', bindings: [{ keys: ['?'], hint: 'help', run: help }] });
    registry.set('link', { level: 'field', bindings: [], onText: taken, isForPastes: true });
    expect(registry.hints().map(({ hint }) => hint)).toEqual(['help']);
    registry.press(text('?'));
    registry.press(text('code=1'));
    expect(help).toHaveBeenCalledOnce();
    expect(taken).toHaveBeenCalledExactlyOnceWith('code=1');
  });

  test('sets off no single-letter keys with a run of text that was pasted', () => {
    const registry = createKeyRegistry(true);
    const remove = vi.fn();
    registry.set('screen', { level: 'screen', bindings: [{ keys: ['d'], run: remove }] });
    expect(registry.press(text('ddd'))).toBe(false);
    expect(registry.paste('d')).toBe(false);
    expect(remove).not.toHaveBeenCalled();
  });

  test('hears only the root besides an exclusive overlay', () => {
    const registry = createKeyRegistry(true);
    registry.set('field', { level: 'field', bindings: [], onText: vi.fn() });
    registry.set('root', { level: 'root', bindings: [{ keys: ['ctrl+c'] }] });
    expect(registry.isHeard('field')).toBe(true);
    registry.set('overlay', { level: 'overlay', bindings: [], isExclusive: true });
    expect(registry.isHeard('field')).toBe(false);
    expect(registry.press(text('a'))).toBe(false);
    expect(registry.press(key('ctrl+c'))).toBe(true);
    registry.remove('overlay');
    expect(registry.isHeard('field')).toBe(true);
  });

  test('asks for an interruption from the top, and stops at the first that had something to do', () => {
    const registry = createKeyRegistry(true);
    registry.set('screen', { level: 'screen', bindings: [], onInterrupt: () => 'Stopping.' });
    registry.set('field', { level: 'field', bindings: [], onInterrupt: () => undefined });
    expect(registry.interrupt()).toBe('Stopping.');
  });

  test('says nothing is heard where no keyboard is connected', () => {
    const registry = createKeyRegistry();
    registry.set('field', { level: 'field', bindings: [] });
    expect(registry.isHeard('field')).toBe(false);
  });

  test('tells its listeners only when what works has changed', () => {
    const registry = createKeyRegistry(true);
    const listener = vi.fn();
    registry.subscribe(listener);
    registry.set('a', { level: 'field', bindings: [{ keys: ['enter'], hint: 'go', run: vi.fn() }] });
    registry.set('a', { level: 'field', bindings: [{ keys: ['enter'], hint: 'go', run: vi.fn() }] });
    expect(listener).toHaveBeenCalledOnce();
  });
});
