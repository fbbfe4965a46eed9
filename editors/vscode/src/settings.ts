/** What the writer has chosen. */

import { env, workspace } from 'vscode';

export interface Settings {
  readonly isEnabled: boolean;
  /** The language of what toego says. */
  readonly language: 'ko' | 'en';
  /** Where `toego` lies; empty if that is to be found out. */
  readonly path: string;
}

/** Changes that need a new server; the others are taken note of by the client. */
export const restarting = ['toego.enable', 'toego.language', 'toego.path'] as const;

export function read(): Settings {
  const settings = workspace.getConfiguration('toego');
  return {
    isEnabled: settings.get('enable', true),
    language: language(settings.get('language', 'ko')),
    path: settings.get('path', '').trim(),
  };
}

/** Korean unless something else is asked for, as on the command line. */
function language(asked: string): 'ko' | 'en' {
  if (asked === 'auto') {
    return env.language.startsWith('ko') ? 'ko' : 'en';
  }
  return asked === 'en' ? 'en' : 'ko';
}
