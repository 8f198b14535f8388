import { describe, expect, test, vi } from 'vitest';
import { FilePicker } from '../../../src/ui/components/file-picker.tsx';
import {
  absolutePath,
  type FolderEntry,
  type Folders,
  lineAbove,
} from '../../../src/ui/components/file-picker-state.ts';
import { show } from '../support/show.tsx';

const DISK: Readonly<Record<string, readonly string[]>> = {
  '/data': ['exports/', 'customers.csv', 'Kunden 10.parquet', 'Kunden 9.parquet', 'notes.txt', '.hidden.csv'],
  '/data/exports/': ['orders.json'],
  '/home/jane/': ['vip.csv'],
};

const folders: Folders = {
  current: '/data',
  home: '/home/jane',
  async list(folder) {
    const names = DISK[folder] ?? DISK[folder.replace(/\/$/, '')];
    if (names === undefined) {
      throw new Error('ENOENT');
    }
    return names.map((name) => ({ name: name.replace(/\/$/, ''), isFolder: name.endsWith('/') }));
  },
};
const ENDINGS = ['csv', 'parquet', 'json'];

describe('the file picker', () => {
  test('offers files that can be read and folders, numbers in their order', async () => {
    const view = await show(<FilePicker label="File" folders={folders} endings={ENDINGS} onPick={vi.fn()} />);
    expect(view.frame()).toMatch(/❯ customers\.csv\n +Kunden 9\.parquet\n +Kunden 10\.parquet\n +exports\//);
    expect(view.frame()).not.toContain('notes.txt');
    expect(view.frame()).not.toContain('.hidden');
  });

  test('goes into a folder and takes a file with Enter', async () => {
    const onPick = vi.fn();
    const view = await show(<FilePicker label="File" folders={folders} endings={ENDINGS} onPick={onPick} />);
    await view.press('up', 'enter');
    expect(view.frame()).toContain('❯ exports/▏');
    expect(view.frame()).toContain('❯ orders.json');
    await view.press('enter');
    expect(onPick).toHaveBeenCalledExactlyOnceWith('/data/exports/orders.json');
  });

  test('completes what is typed, and knows the home folder', async () => {
    const onPick = vi.fn();
    const view = await show(<FilePicker label="File" folders={folders} endings={ENDINGS} onPick={onPick} />);
    await view.type('cus');
    await view.press('tab');
    expect(view.frame()).toContain('❯ customers.csv▏');
    await view.press('ctrl+u');
    await view.type('~/');
    await view.press('enter');
    expect(onPick).toHaveBeenCalledExactlyOnceWith('/home/jane/vip.csv');
  });

  test('takes a pasted path, quotes and all, and says when it isn’t right', async () => {
    const onPick = vi.fn();
    const validate = vi.fn(async () => 'There is no such file.');
    const view = await show(
      <FilePicker label="File" folders={folders} endings={ENDINGS} validate={validate} onPick={onPick} />,
    );
    await view.paste("'/data/some list.csv'\n");
    await view.press('enter');
    expect(validate).toHaveBeenCalledExactlyOnceWith('/data/some list.csv');
    expect(view.frame()).toContain('✗ There is no such file.');
    expect(onPick).not.toHaveBeenCalled();
  });

  test('takes a file once, however often Enter is pressed while it is looked at', async () => {
    const onPick = vi.fn();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const validate = vi.fn(() => promise);
    const view = await show(
      <FilePicker label="File" folders={folders} endings={ENDINGS} validate={validate} onPick={onPick} />,
    );
    await view.press('enter', 'enter');
    await view.press('enter');
    expect(view.frame()).toContain('Checking');
    expect(view.frame()).not.toContain('Type a path');
    resolve(undefined);
    await view.settle();
    expect(validate).toHaveBeenCalledOnce();
    expect(onPick).toHaveBeenCalledExactlyOnceWith('/data/customers.csv');
  });

  test('says that no file fits when the disk has answered, and not before', async () => {
    const answer = Promise.withResolvers<readonly FolderEntry[]>();
    const slow: Folders = { ...folders, list: () => answer.promise };
    const view = await show(<FilePicker label="File" folders={slow} endings={ENDINGS} onPick={vi.fn()} />);
    expect(view.frame()).not.toContain('No file here fits');
    answer.resolve([{ name: 'notes.txt', isFolder: false }]);
    await view.settle();
    expect(view.frame()).toContain('No file here fits');
  });

  test('says when a folder can’t be read', async () => {
    const view = await show(<FilePicker label="File" folders={folders} endings={ENDINGS} onPick={vi.fn()} />);
    await view.type('nowhere/');
    expect(view.frame()).toContain('✗ This folder can’t be read.');
  });

  test('goes up from where it stands', () => {
    expect(lineAbove('').value).toBe('../');
    expect(lineAbove('../').value).toBe('../../');
    expect(lineAbove('a/b/c.csv').value).toBe('a/');
    expect(absolutePath('../x.csv', folders)).toBe('/data/../x.csv');
  });
});
