import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { canScan, scanCode } from './scan';

// The shell's plugin, imitated: what it answers by command. A command it does not have rejects, as the shell does.
const answers = vi.hoisted(() => new Map<string, () => unknown>());
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (command: string) => {
    const answer = answers.get(command.replace('plugin:barcode-scanner|', ''));
    return answer ? Promise.resolve().then(answer) : Promise.reject(new Error(`${command} not found`));
  },
}));

const on = (userAgent: string) => vi.stubGlobal('navigator', { userAgent });
const camera = (state: string) => () => ({ camera: state });

beforeEach(() => {
  answers.clear();
  on('Mozilla/5.0 (Linux; Android 10)');
});
afterEach(() => vi.unstubAllGlobals());

it('is offered only on a phone whose build has the scanner', async () => {
  expect(await canScan()).toBe(false);
  answers.set('check_permissions', camera('prompt'));
  expect(await canScan()).toBe(true);
  on('Mozilla/5.0 (X11; Linux x86_64)');
  expect(await canScan()).toBe(false);
});

it('asks for the camera once it is needed, and answers what it read', async () => {
  answers.set('check_permissions', camera('prompt'));
  answers.set('request_permissions', camera('granted'));
  answers.set('scan', () => ({ content: 'H57.132-260804-0583', format: 'QR_CODE' }));
  expect(await scanCode()).toEqual({ is: 'found', text: 'H57.132-260804-0583' });
});

it('does not open the camera when the person says no', async () => {
  answers.set('check_permissions', camera('denied'));
  answers.set('request_permissions', camera('denied'));
  answers.set('scan', () => expect.unreachable());
  expect(await scanCode()).toEqual({ is: 'denied' });
});

it('tells going back from what does not work', async () => {
  answers.set('check_permissions', camera('granted'));
  answers.set('scan', () => Promise.reject(new Error('cancelled')));
  expect(await scanCode()).toEqual({ is: 'cancelled' });
  answers.set('scan', () => Promise.reject(new Error('no camera')));
  expect(await scanCode()).toEqual({ is: 'failed' });
});
